using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// Keeps the state of a container from call to call: of a sequence that comes in pieces, or step by step. Made by the container's <c>Stream</c>.
/// </summary>
/// <remarks>
/// <para>A call that throws or is cancelled leaves the stream as it was. What a call returns is the caller's; the state that is kept is the stream's, also where the
/// stream was made inside a dispose scope, and lives until it is replaced or the stream is disposed of.</para>
/// <para>A stream is used by one thread at a time. The container may have any number of streams.</para>
/// </remarks>
/// <typeparam name="TInput">The arguments of a call.</typeparam>
/// <typeparam name="TOutput">The results of a call.</typeparam>
/// <typeparam name="TStepOutput">The results of one step.</typeparam>
/// <typeparam name="TState">The states.</typeparam>
public sealed class Streaming<TInput, TOutput, TStepOutput, TState> : IDisposable
    where TInput : struct, IRecurrentInput<TInput, TState>
    where TOutput : struct, IRecurrentOutput<TState>
    where TStepOutput : struct, IRecurrentStepOutput<TState>
    where TState : struct, IRecurrentState<TState>
{
    readonly RecurrentContainer<TInput, TOutput, TStepOutput, TState> container;
    readonly bool detach;
    StreamedState<TState> kept = new();
    bool disposed;

    internal Streaming(RecurrentContainer<TInput, TOutput, TStepOutput, TState> container, bool detach)
    {
        this.container = container;
        this.detach = detach;
    }

    /// <summary>
    /// The state that the next call starts from; null where that is the initial state. The tensors are the stream's, and live until the next call. Rows that were
    /// reset keep their old values until then.
    /// </summary>
    public TState? State => kept.State;

    /// <summary>The number of steps since the stream was made or reset.</summary>
    public long Steps => kept.Steps;

    /// <summary>Runs the next piece of the sequence, with the module's hooks.</summary>
    /// <param name="input">The arguments of the container's <c>call</c>, without a state: <c>stream.call(new(x))</c>.</param>
    /// <returns>The outputs, and the state after the last step.</returns>
    /// <exception cref="ArgumentException">An argument is wrong, or its batch size is not that of the calls before.</exception>
    public TOutput call(TInput input) => Run(input, isStep: false, container.call);

    /// <summary>Runs the next step.</summary>
    /// <param name="input">The arguments of the container's <c>step</c>, each sequence (B, …), without a state: <c>stream.step(new(x))</c>.</param>
    /// <returns>The outputs of this step, and the state after it.</returns>
    /// <exception cref="ArgumentException">An argument is wrong, or means nothing to a single step, or its batch size is not that of the calls before.</exception>
    public TStepOutput step(TInput input)
    {
        if (input.OfSequence.FirstOrDefault(argument => argument.Value is not null) is { Name: { } name })
            throw new ArgumentException($"{container.GetName()}: a single step has no '{name}'; leave it out, or use call.", name);
        return Run(input, isStep: true, container.RunStep);
    }

    /// <summary>Goes back to the initial state of every row. The next call may have any batch size.</summary>
    public void Reset() => Replace(new StreamedState<TState>());

    /// <summary>
    /// These rows go back to their initial state: learned, computed from the constants of the next call, or zeros. The others go on, and <see cref="Steps"/> counts on.
    /// </summary>
    /// <param name="rows">(B) bool, true for a row to be reset; or (N) int64, the rows by index.</param>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is something else, or goes beyond the batch.</exception>
    public void Reset(Tensor rows)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(rows);
        kept.Reset(container, rows);
    }

    /// <summary>Goes on from another state, and counts from 0. Gradients reach the tensors given; they stay the caller's.</summary>
    /// <param name="state">The state; what is null in it takes its initial value.</param>
    public void Reset(TState state) => Replace(StreamedState<TState>.Of(state, detach: false, steps: 0));

    /// <summary>Writes the state, the number of steps and the rows to be reset to a safetensors file, which is there whole or not at all. <c>State.Load</c> reads it too.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        kept.Save(path);
    }

    /// <summary>Reads what <see cref="Save"/> or <c>State.Save</c> wrote, and goes on from there, on the container's device.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds the states of another container; the stream is as it was.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Replace(StreamedState<TState>.Load(path, container.Device));
    }

    /// <summary>Disposes of the state that is kept, not of the container.</summary>
    public void Dispose()
    {
        disposed = true;
        kept.Dispose();
    }

    TResult Run<TResult>(TInput input, bool isStep, Func<TInput, TResult> run)
        where TResult : struct, IRecurrentOutput<TState>
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (input.State is not null)
            throw new ArgumentException($"{container.GetName()}: the stream keeps the state; leave state out, or give it to Reset(state).", nameof(input));
        using var start = kept.Start(container, input, isStep);
        var output = run(input with { State = start.State, FirstStep = input.FirstStep + kept.Steps });
        Replace(StreamedState<TState>.Of(output.State, detach, kept.Steps + (isStep ? 1 : Length(input))));
        return output;
    }

    /// <summary>The number of steps, T, of a call that was accepted: every argument with a time axis shows it.</summary>
    long Length(TInput input)
    {
        var timed = container.Tensors(input).Sequences
            .Concat(input.OfSequence.Select(argument => argument.Value as Tensor))
            .FirstOrDefault(tensor => tensor?.dim() > 1);
        return input.Steps ?? container.Definition.FixedSteps ?? timed!.shape[1];
    }

    void Replace(StreamedState<TState> next)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        kept.Dispose();
        kept = next;
    }
}
