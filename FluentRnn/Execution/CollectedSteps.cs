using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Collects a value of every step of a generated loop, for what is computed of it for all steps at once.</summary>
/// <param name="call">The call.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CollectedSteps(RecurrenceCall call)
{
    readonly StepValues values = new(call, call.IsBackward);

    /// <summary>Adds the value of the next step processed, (B, …).</summary>
    public void Add(Tensor value) => values.Add(value);

    /// <summary>Takes the values of all steps, (B, T, …), in the order of processing.</summary>
    public void Take(Tensor all) => values.Take(all);

    /// <summary>The values of all steps, (B, T, …), in the order of the inputs.</summary>
    public Tensor Stack() => values.Stack();

    /// <summary>The values of all steps as rows, (B · T, …): those of a row of the batch one after the other, in the order of the inputs.</summary>
    public Tensor Rows() => AllSteps.RowByRow(Stack());
}
