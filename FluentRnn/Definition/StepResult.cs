using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>What a step yields; made by <c>Yield</c>.</summary>
/// <typeparam name="TSequence">The type of the sequence outputs, or <see cref="None"/>.</typeparam>
/// <typeparam name="TLast">The type of the last outputs, or <see cref="None"/>.</typeparam>
/// <typeparam name="TNext">The type of the next states, or <see cref="None"/>.</typeparam>
public sealed class StepResult<TSequence, TLast, TNext> : IStepResult
{
    internal StepResult(TSequence sequence, TLast last, TNext next, Tensor? done)
    {
        Sequence = sequence;
        Last = last;
        Next = next;
        Done = done;
    }

    /// <summary>The sequence outputs, each (B, …).</summary>
    public TSequence Sequence { get; }

    /// <summary>The last outputs, each (B, …).</summary>
    public TLast Last { get; }

    /// <summary>The next value of every state, each (B, …).</summary>
    public TNext Next { get; }

    /// <summary>The rows that end with this step, (B) bool; null when none ever does.</summary>
    public Tensor? Done { get; }

    object? IStepResult.Sequence => Sequence;

    object? IStepResult.Last => Last;

    object? IStepResult.Next => Next;
}

/// <summary>A <see cref="StepResult{TSequence, TLast, TNext}"/> whose groups are read by name.</summary>
interface IStepResult
{
    object? Sequence { get; }

    object? Last { get; }

    object? Next { get; }

    Tensor? Done { get; }
}
