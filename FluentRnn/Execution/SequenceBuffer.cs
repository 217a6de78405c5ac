using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Collects one value a step in a generated loop. Where gradients are recorded it keeps the tensors and stacks them at the end; otherwise it writes each into
/// one buffer, so that nothing but the result takes memory.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="name">The name of the output, for messages.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequenceBuffer(RecurrenceCall call, string name)
{
    readonly List<Tensor> values = [];
    Tensor? buffer;
    long[] shape = [];
    long added;

    /// <summary>
    /// Adds the value of the next step processed, (B, …). Rows that are done get zeros; rows that are masked, what the declaration says of masked outputs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shape is not that of the steps before, or has no batch axis.</exception>
    public void Add(Tensor value)
    {
        if (added == 0) shape = call.CheckOutput(name, value).shape;
        else call.CheckShape(name, value, shape);
        var emitted = Emitted(value);
        if (call.Gradients) values.Add(call.Keep(emitted));
        else Write(emitted);
        added++;
    }

    /// <summary>
    /// The values, (B, T, …), in the order of the inputs unless the declaration says otherwise. Steps that did not run are zeros when sequences fix the
    /// length, and otherwise left out.
    /// </summary>
    public Tensor Stack()
    {
        var missing = call.Definition.TakesSequences ? call.Steps - added : 0;
        return buffer is null ? Stacked(missing) : Written(missing);
    }

    Tensor Emitted(Tensor value)
    {
        var emitted = value;
        if (call.Rows.Masked is { } masked)
        {
            var rows = RecurrenceCall.RowsOf(masked, value.dim());
            emitted = call.Definition.MaskedOutputs switch
            {
                Masked.Computed => value,
                Masked.Held when Before() is { } before => where(rows, before, value),
                _ => value.masked_fill(rows, 0),
            };
        }

        return call.Rows.Finished is { } finished ? emitted.masked_fill(RecurrenceCall.RowsOf(finished, value.dim()), 0) : emitted;
    }

    // What the step before emitted; null when there is none.
    Tensor? Before() => added == 0 ? call.EmittedBefore(name) : call.Gradients ? values[^1] : buffer!.select(1, Index(added - 1));

    long Index(long step) => Reversed ? call.Steps - 1 - step : step;

    bool Reversed => call.IsBackward && call.Definition.KeepOrder;

    Tensor Stacked(long missing)
    {
        if (Reversed) values.Reverse();
        var stacked = stack(values, 1);
        if (missing == 0) return stacked;
        var rest = zeros([shape[0], missing, .. shape[1..]], stacked.dtype, stacked.device);
        return Reversed ? cat([rest, stacked], 1) : cat([stacked, rest], 1);
    }

    Tensor Written(long missing)
    {
        var unused = call.Steps - added;
        if (unused == 0) return buffer!;
        if (missing == 0) return buffer!.narrow(1, Reversed ? unused : 0, added);
        using var rest = buffer!.narrow(1, Reversed ? 0 : added, unused);
        rest.zero_();
        return buffer;
    }

    void Write(Tensor value)
    {
        buffer ??= call.Keep(empty([shape[0], call.Steps, .. shape[1..]], value.dtype, value.device));
        using var slice = buffer.select(1, Index(added));
        slice.copy_(value);
    }
}
