using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Generated code that computes something for all steps at once: the T steps of each of B rows are B · T rows, in the order of the inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AllSteps
{
    /// <summary>A sequence (B, T, …) as rows, (B · T, …).</summary>
    public static Tensor Merge(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.flatten(0, 1);
    }

    /// <summary>Rows (B · T, …) as T tensors (B, …), one for each step.</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor[] Part(RecurrenceCall call, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rows);
        return Sequence(call, rows).unbind(1);
    }

    /// <summary>A value (B, …) that is the same at every step, as rows, (B · T, …).</summary>
    /// <param name="call">The call.</param>
    /// <param name="value">The value.</param>
    public static Tensor Repeat(RecurrenceCall call, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(value);
        return Merge(value.unsqueeze(1).expand([value.shape[0], call.Steps, .. value.shape[1..]]));
    }

    /// <summary>
    /// A sequence output, (B, T, …), from its rows, (B · T, …), in the order of the inputs unless the declaration says otherwise. Rows that are masked get what the declaration says of
    /// masked outputs.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor Emit(RecurrenceCall call, string output, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rows);
        var values = Sequence(call, rows);
        if (call.Masked is { } masked) values = Masking.Emitted(call, output, values, masked);
        return call.IsBackward && !call.Definition.KeepOrder ? values.flip(1) : values;
    }

    /// <summary>Rows (B · T, …) as a sequence, (B, T, …).</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">The rows.</param>
    public static Tensor Sequence(RecurrenceCall call, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.unflatten(0, call.Batch, call.Steps);
    }
}
