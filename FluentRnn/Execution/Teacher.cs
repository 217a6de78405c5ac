using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Whose target a step sees: that of the step processed before it. In a row with masked steps, that of the last valid one, so that a gap is not seen; in a row
/// that was reset since, none.
/// </summary>
sealed class Teacher
{
    readonly RecurrenceCall call;

    // (B, T) int64 by the number of the step in the order of processing: the position of the target; negative for none. Null for the position before, in every row.
    readonly Tensor? positions;

    public Teacher(RecurrenceCall call, StepFlags? masked, StepFlags? resets)
    {
        this.call = call;
        if (masked is not null || resets is not null) positions = Positions(masked?.All, resets?.All);
    }

    /// <summary>What the <paramref name="k"/>-th step to be processed (from 1 on) sees of targets (B, T, …).</summary>
    /// <returns>The targets, (B, …), and the rows that have one, (B) bool; null for all.</returns>
    public (Tensor Target, Tensor? Rows) Before(Tensor targets, long k)
    {
        if (positions is null) return (targets.select(1, call.Position(k - 1)), null);
        var position = positions.select(1, k);
        var index = position.clamp(0).view([call.Batch, 1, .. Enumerable.Repeat(1L, (int)targets.dim() - 2)]).expand([call.Batch, 1, .. targets.shape[2..]]);
        return (targets.gather(1, index).squeeze(1), position.ge(0));
    }

    /// <summary>What every step sees of targets (B, T, …), in the order of processing; what stands at the first step means nothing.</summary>
    /// <returns>The targets, (B, T, …), and the rows that have one, (B, T) bool; null for all.</returns>
    public (Tensor Targets, Tensor? Rows) Aligned(Tensor targets)
    {
        if (positions is null)
        {
            var processed = Processed(targets);
            return (cat([processed.narrow(1, 0, 1), processed.narrow(1, 0, call.Steps - 1)], 1), null);
        }

        var index = positions.clamp(0).view([call.Batch, call.Steps, .. Enumerable.Repeat(1L, (int)targets.dim() - 2)]).expand(targets.shape);
        return (targets.gather(1, index), positions.ge(0));
    }

    Tensor Positions(Tensor? masked, Tensor? resets)
    {
        var k = arange(call.Steps, ScalarType.Int64, call.Device).expand(call.Batch, call.Steps);
        var none = full_like(k, -1);
        var valid = masked is null ? k : Latest(where(Processed(masked), none, k));
        var before = cat([none.narrow(1, 0, 1), valid.narrow(1, 0, call.Steps - 1)], 1);
        if (resets is not null) before = where(before.ge(Latest(where(Processed(resets), k, none))), before, none);
        return call.IsBackward ? where(before.ge(0), call.Steps - 1 - before, none) : before;
    }

    static Tensor Latest(Tensor steps) => steps.cummax(1).values;

    // In the order of processing.
    Tensor Processed(Tensor values) => call.IsBackward ? values.flip(1) : values;
}
