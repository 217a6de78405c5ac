namespace FluentRnn.Examples.CommandLine;

/// <summary>Turns the first Ctrl-C into a cancelled token, so that work ends between two steps; the second ends the program at once.</summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource source = new();

    /// <summary>Starts to listen.</summary>
    public Interrupt() => Console.CancelKeyPress += OnCancelKeyPress;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKeyPress;
        source.Dispose();
    }

    void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
