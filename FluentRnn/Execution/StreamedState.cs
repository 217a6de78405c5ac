using System.Globalization;
using FluentRnn.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What a stream keeps between two calls: states that it owns, the number of steps behind them, and the rows that the next call resets.</summary>
sealed class StreamedState<TState> : IDisposable
    where TState : struct, IRecurrentState<TState>
{
    const string StepsKey = "steps", ResetKey = "reset";

    // A flag a row; null when no row is to be reset.
    bool[]? reset;

    /// <summary>The states; null for the initial state of any batch.</summary>
    public TState? State { get; private init; }

    public long Steps { get; private init; }

    long? Batch => State?.Values.FirstOrDefault(value => value is not null)?.shape[0];

    /// <summary>These states, by handles of its own outside every dispose scope.</summary>
    public static StreamedState<TState> Of(TState state, bool detach, long steps) => new()
    {
        State = TState.From([.. state.Values.Select(value => (detach ? value?.detach() : value?.alias())?.DetachFromDisposeScope())]),
        Steps = steps,
    };

    /// <summary>What the next call starts from, apart from what is kept: a call that fails changes nothing.</summary>
    public StreamedState<TState> Start<TInput, TOutput, TStepOutput>(
        RecurrentContainer<TInput, TOutput, TStepOutput, TState> container, TInput input, bool isStep)
        where TInput : struct, IRecurrentInput<TInput, TState>
        where TOutput : struct, IRecurrentOutput<TState>
        where TStepOutput : struct, IRecurrentStepOutput<TState>
    {
        if (State is not { } state) return new StreamedState<TState>();
        var (sequences, constants) = container.Tensors(input);
        var batch = sequences.Concat(constants).FirstOrDefault(tensor => tensor is { IsInvalid: false } && tensor.dim() > 0)?.shape[0] ?? input.Batch;
        if (batch is { } given && Batch is { } carried && given != carried)
        {
            throw new ArgumentException(
                $"{container.GetName()}: the call has batch size {Text.Of(given)}, but the stream carries the state of {Text.Of(carried)} rows; call Reset() before a batch of another size.",
                nameof(input));
        }

        if (reset is null) return Of(state, detach: false, Steps);
        using var scope = NewDisposeScope();
        using var call = container.Open(input, isStep);
        var initial = container.InitialState(call);
        return Of(TState.From([.. state.Values.Zip(initial.Values, (value, first) => value is null ? first : Reset(value, first!))]), detach: false, Steps);
    }

    /// <summary>Remembers rows that the next call resets.</summary>
    public void Reset(nn.Module container, Tensor rows)
    {
        if (rows.dim() != 1 || rows.dtype is not (ScalarType.Bool or ScalarType.Int64))
            throw new ArgumentException($"{container.GetName()}: the rows to be reset must be (B) bool or (N) int64, but are {Text.Of(rows)}.", nameof(rows));
        if (Batch is not { } batch) return;
        using var given = rows.cpu();
        var indices = rows.dtype == ScalarType.Int64
            ? given.data<long>().ToArray()
            : [.. given.data<bool>().ToArray().Index().Where(row => row.Item).Select(row => (long)row.Index)];
        if (rows.dtype == ScalarType.Bool && rows.shape[0] != batch)
            throw new ArgumentException($"{container.GetName()}: there are {Text.Of(rows.shape[0])} flags of rows to be reset, but the stream carries the state of {Text.Of(batch)} rows.", nameof(rows));
        if (indices.Any(row => row < 0 || row >= batch))
            throw new ArgumentException($"{container.GetName()}: the rows to be reset must be from 0 to {Text.Of(batch - 1)}, the rows whose state the stream carries.", nameof(rows));
        Reset(indices);
    }

    public void Save(string path) => WholeFile.Write(path, stream => StateFile.Save(State ?? default, stream, new Dictionary<string, string>
    {
        [StepsKey] = Text.Of(Steps),
        [ResetKey] = string.Join(' ', (reset ?? []).Index().Where(row => row.Item).Select(row => Text.Of(row.Index))),
    }));

    /// <exception cref="InvalidDataException">The file is damaged, or holds the states of another container.</exception>
    public static StreamedState<TState> Load(string path, Device device)
    {
        using var scope = NewDisposeScope();
        using var stream = File.OpenRead(path);
        var (state, metadata) = StateFile.Load<TState>(stream);
        var batch = state.Values.FirstOrDefault(value => value is not null)?.shape[0];
        var steps = Number(metadata.GetValueOrDefault(StepsKey, "0"), long.MaxValue);
        long[] rows = [.. metadata.GetValueOrDefault(ResetKey, string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => Number(row, (batch ?? 0) - 1))];
        var loaded = batch is null ? new StreamedState<TState> { Steps = steps } : Of(StateOperations.To(state, device), detach: true, steps);
        loaded.Reset(rows);
        return loaded;
    }

    public void Dispose()
    {
        if (State is { } state) StateOperations.Dispose(state);
    }

    void Reset(long[] rows)
    {
        if (rows.Length == 0) return;
        reset ??= new bool[Batch!.Value];
        foreach (var row in rows) reset[row] = true;
    }

    Tensor Reset(Tensor value, Tensor initial)
    {
        var rows = tensor(reset!, device: value.device);
        return where(RecurrenceCall.RowsOf(rows, value.dim()), initial, value);
    }

    static long Number(string text, long most) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
        ? number
        : throw new InvalidDataException($"The file is damaged: '{text}' is not a number from 0 to {Text.Of(most)}.");
}
