using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What the reference executor returns, and what one of two directions returns, by position. The tensors belong to the caller.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecurrenceResult
{
    /// <summary>Results by position.</summary>
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

    /// <summary>The rows that are done, (B) bool; only of one step that yields it.</summary>
    public Tensor? Done { get; }
}
