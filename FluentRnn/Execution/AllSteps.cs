using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Generated code that computes something for all steps at once. The T steps of each of B rows are rows of their own: before the loop those of a step lie together, (T · B, …), as the loop reads
/// them; behind it those of a row of the batch, (B · T, …), as the user gets them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable IDE1006 // Torch's names.
public static class AllSteps
{
    /// <summary>A sequence, (B, T, …), in the order in which the loop reads it, (T · B, …).</summary>
    public static Tensor StepByStep(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.transpose(0, 1).flatten(0, 1);
    }

    /// <summary>A sequence, (B, T, …), in the order in which the user gets it, (B · T, …).</summary>
    public static Tensor RowByRow(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.flatten(0, 1);
    }

    /// <summary>What was computed before the loop, (T · B, …), as a sequence, (B, T, …).</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor Sequence(RecurrenceCall call, Tensor rows) => Steps(call, rows).transpose(0, 1);

    /// <summary>A value, (B, …), that is the same at every step, as a sequence, (B, T, …).</summary>
    /// <param name="call">The call.</param>
    /// <param name="value">The value.</param>
    public static Tensor Repeat(RecurrenceCall call, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(value);
        return value.unsqueeze(1).expand([value.shape[0], call.Steps, .. value.shape[1..]]);
    }

    /// <summary>What was computed before the loop, (T · B, …), as T tensors (B, …), one for each step.</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor[] Part(RecurrenceCall call, Tensor rows) => Steps(call, rows).unbind(0);

    /// <summary>
    /// A sequence output, (B, T, …), from what was computed behind the loop, (B · T, …), in the order of the inputs unless the declaration says otherwise. Rows that are masked get what the
    /// declaration says of masked outputs.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor Emit(RecurrenceCall call, string output, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rows);
        var values = rows.unflatten(0, call.Batch, call.Steps);
        if (call.Masked is { } masked) values = Masking.Emitted(call, output, values, masked);
        return call.IsBackward && !call.Definition.KeepOrder ? values.flip(1) : values;
    }

    /// <summary>x · weight, a product of matrices.</summary>
    /// <param name="call">The call.</param>
    /// <param name="x">The rows.</param>
    /// <param name="weight">The weight, (in, out).</param>
    public static Tensor mm(RecurrenceCall call, Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return OneDnn.PaysAtOnce(call, x.shape[0], weight) ? OneDnn.AtOnce(x, weight, null) : x.mm(weight);
    }

    /// <summary>sum + x · weight, a product of matrices.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sum">What is added, of the shape of the result, or a vector for every row.</param>
    /// <param name="x">The rows.</param>
    /// <param name="weight">The weight, (in, out).</param>
    public static Tensor addmm(RecurrenceCall call, Tensor sum, Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(sum);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return OneDnn.PaysAtOnce(call, x.shape[0], weight) ? OneDnn.AtOnce(x, weight, sum) : sum.addmm(x, weight, 1, 1);
    }

    static Tensor Steps(RecurrenceCall call, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.unflatten(0, call.Steps, call.Batch);
    }
}
