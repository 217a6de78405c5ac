using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What a call returns, by position. The tensors belong to the caller.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecurrenceResult
{
    /// <summary>Results by position.</summary>
    /// <param name="sequence">The sequence outputs, each (B, T, …).</param>
    /// <param name="last">The last outputs, each (B, …).</param>
    /// <param name="states">The final states, each (B, …).</param>
    /// <param name="lengths">How many steps each row ran, (B) int64; null when the step yields no <c>done</c>.</param>
    /// <param name="done">The rows that are done, (B) bool; null for none.</param>
    public RecurrenceResult(Tensor[] sequence, Tensor[] last, Tensor[] states, Tensor? lengths = null, Tensor? done = null)
    {
        Sequence = sequence;
        Last = last;
        States = states;
        Lengths = lengths;
        Done = done;
    }

    /// <summary>The sequence outputs, each (B, T, …); of one step, (B, …).</summary>
    public Tensor[] Sequence { get; }

    /// <summary>The last outputs, each (B, …).</summary>
    public Tensor[] Last { get; }

    /// <summary>The final states, each (B, …).</summary>
    public Tensor[] States { get; }

    /// <summary>How many steps each row ran, (B) int64; null when the step yields no <c>done</c>.</summary>
    public Tensor? Lengths { get; }

    /// <summary>The rows that are done, (B) bool; null when the step yields no <c>done</c>, and of a whole sequence.</summary>
    public Tensor? Done { get; }

    /// <summary>All tensors.</summary>
    internal IReadOnlyList<Tensor> Tensors => [.. Sequence, .. Last, .. States, .. new[] { Lengths, Done }.OfType<Tensor>()];

    /// <summary>The same results with other tensors, in the order of <see cref="Tensors"/>.</summary>
    internal RecurrenceResult With(IEnumerable<Tensor> tensors)
    {
        var next = new Queue<Tensor>(tensors);
        Tensor? Next(Tensor? tensor) => tensor is null ? null : next.Dequeue();
        return new RecurrenceResult(
            [.. Sequence.Select(_ => next.Dequeue())], [.. Last.Select(_ => next.Dequeue())], [.. States.Select(_ => next.Dequeue())], Next(Lengths), Next(Done));
    }
}
