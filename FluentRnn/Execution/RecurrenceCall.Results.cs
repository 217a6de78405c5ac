using static TorchSharp.torch;

namespace FluentRnn.Execution;

// What leaves the call.
public sealed partial class RecurrenceCall
{
    /// <summary>
    /// Hands a tensor to the caller: a handle of its own, outside the scope of the call, also where the tensor is an input, a weight, or was handed out before.
    /// </summary>
    public Tensor Return(Tensor tensor)
    {
        var own = Keep(tensor);
        return scope.MoveToOuter(scope.Contains(own) ? own : Keep(own.alias()));
    }

    /// <summary>Hands a last output to the caller: with zeros for the rows that have no valid step.</summary>
    public Tensor ReturnLast(Tensor value) => Return(masked is null ? value : value.masked_fill(RowsOf(masked.All.all(1), value.dim()), 0));

    /// <summary>Hands the masks that the steps have drawn to the caller.</summary>
    internal Tensor[] ReturnMasks() => [.. masks.OfSteps.Select(Return)];

    /// <summary>The results with the rows that are done, which a generated loop does not return.</summary>
    internal RecurrenceResult WithDone(RecurrenceResult result) =>
        new(result.Sequence, result.Last, result.States, result.Lengths, Rows.Finished is { } finished ? Return(finished) : null);
}
