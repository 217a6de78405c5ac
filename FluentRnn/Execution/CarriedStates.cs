using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Keeps the states alive from one step to the next in a generated loop, and no longer where no gradient needs them.</summary>
/// <param name="call">The call.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CarriedStates(RecurrenceCall call)
{
    Tensor[] carried = [];

    /// <summary>
    /// Takes the values that the next step reads, and those of this step that are read after the loop. Without gradients the ones carried before are
    /// disposed of; initial values, inputs and weights never are.
    /// </summary>
    public void Advance(params ReadOnlySpan<Tensor> next)
    {
        if (call.Gradients)
        {
            foreach (var value in next) call.Keep(value);
            return;
        }

        foreach (var old in carried)
        {
            if (!Contains(next, old)) old.Dispose();
        }

        carried = call.KeepOwned(next, carried);
    }

    static bool Contains(ReadOnlySpan<Tensor> tensors, Tensor tensor)
    {
        foreach (var other in tensors)
        {
            if (ReferenceEquals(other, tensor)) return true;
        }

        return false;
    }
}
