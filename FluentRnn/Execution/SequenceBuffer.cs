using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Collects the values of a sequence output in a generated loop.</summary>
/// <param name="call">The call.</param>
/// <param name="name">The name of the output, for messages.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequenceBuffer(RecurrenceCall call, string name)
{
    readonly StepValues values = new(call, call.IsBackward && call.Definition.KeepOrder);
    long[] shape = [];

    /// <summary>
    /// Adds the value of the next step processed, (B, …). Rows that are done get zeros; rows that are masked, what the declaration says of masked outputs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shape is not that of the steps before, or has no batch axis.</exception>
    public void AddChecked(Tensor value)
    {
        if (values.Count == 0) shape = call.CheckOutput(name, value).shape;
        else call.CheckShape(name, value, shape);
        Add(value);
    }

    /// <summary>Adds a value whose shape the compiler knows.</summary>
    /// <inheritdoc cref="AddChecked"/>
    public void Add(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        values.Add(Emitted(value));
    }

    /// <summary>Takes the values of all steps, (B, T, …), in the order of processing, none of them masked.</summary>
    public void Take(Tensor all) => values.Take(all);

    /// <summary>
    /// The values, (B, T, …), in the order of the inputs unless the declaration says otherwise. Steps that did not run are zeros when sequences fix the
    /// length, and otherwise left out.
    /// </summary>
    public Tensor Stack()
    {
        var stacked = values.Stack();
        var missing = call.Definition.TakesSequences ? call.Steps - values.Count : 0;
        if (missing == 0) return stacked;
        var rest = zeros([stacked.shape[0], missing, .. stacked.shape[2..]], stacked.dtype, stacked.device);
        return call.IsBackward && call.Definition.KeepOrder ? cat([rest, stacked], 1) : cat([stacked, rest], 1);
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
                Masked.Held when (values.Latest ?? call.EmittedBefore(name)) is { } before => where(rows, before, value),
                _ => value.masked_fill(rows, 0),
            };
        }

        return call.Rows.Finished is { } finished ? emitted.masked_fill(RecurrenceCall.RowsOf(finished, value.dim()), 0) : emitted;
    }
}
