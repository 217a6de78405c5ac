using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Some steps of a call, which go on where those before them ended, and all that they are given.</summary>
/// <param name="First">The number of steps of the call that were processed before.</param>
/// <param name="Steps">How many there are.</param>
sealed record Segment(long First, long Steps)
{
    /// <summary>The sequences, each (B, steps, …).</summary>
    public required Tensor[] Sequences { get; init; }

    /// <summary>The constants, each (B, …).</summary>
    public required Tensor[] Constants { get; init; }

    /// <summary>The states, each (B, …).</summary>
    public required Tensor[] States { get; init; }

    /// <summary>The masks of <see cref="Dsl.SequenceDropout"/> that the steps before have drawn, in the order of their use.</summary>
    public required Tensor[] Masks { get; init; }

    /// <summary>The states that rows are reset to, each (B, …); null where no row is.</summary>
    public required Tensor?[] Declared { get; init; }

    /// <summary>What a teacher puts in the place of each state, (B, steps, …) in the order of processing; null for nothing.</summary>
    public required Tensor?[] Taught { get; init; }

    /// <summary>The sequence outputs of the step before, each (B, …), where masked steps hold them; else null.</summary>
    public required Tensor?[] Emitted { get; init; }

    /// <summary>The rows that have a teacher, (B, steps) bool in the order of processing; null for all.</summary>
    public Tensor? TaughtRows { get; init; }

    /// <summary>The steps that are masked, (B, steps) bool; null for none.</summary>
    public Tensor? Masked { get; init; }

    /// <summary>The steps before which a row is reset, (B, steps) bool; null for none.</summary>
    public Tensor? Resets { get; init; }

    /// <summary>The rows that were done before, (B) bool; null for none.</summary>
    public Tensor? Finished { get; init; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<Tensor> Tensors =>
    [
        .. Sequences, .. Constants, .. States, .. Masks, .. Declared.OfType<Tensor>(), .. Taught.OfType<Tensor>(), .. Emitted.OfType<Tensor>(),
        .. new[] { TaughtRows, Masked, Resets, Finished }.OfType<Tensor>(),
    ];

    /// <summary>The same steps, given other tensors, in the order of <see cref="Tensors"/>.</summary>
    public Segment With(IEnumerable<Tensor> tensors)
    {
        var next = new Queue<Tensor>(tensors);
        Tensor? Next(Tensor? tensor) => tensor is null ? null : next.Dequeue();
        return this with
        {
            Sequences = [.. Sequences.Select(_ => next.Dequeue())],
            Constants = [.. Constants.Select(_ => next.Dequeue())],
            States = [.. States.Select(_ => next.Dequeue())],
            Masks = [.. Masks.Select(_ => next.Dequeue())],
            Declared = [.. Declared.Select(Next)],
            Taught = [.. Taught.Select(Next)],
            Emitted = [.. Emitted.Select(Next)],
            TaughtRows = Next(TaughtRows),
            Masked = Next(Masked),
            Resets = Next(Resets),
            Finished = Next(Finished),
        };
    }
}
