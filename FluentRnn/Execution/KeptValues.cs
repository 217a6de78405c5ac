using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Keeps tensors alive from one step to the next in a generated loop, and no longer where no gradient needs them.</summary>
/// <param name="call">The call.</param>
sealed class KeptValues(RecurrenceCall call)
{
    Tensor[] kept = [];

    /// <summary>
    /// Keeps the values that this step made. Without gradients the ones kept before are disposed of; initial values, inputs and weights never are.
    /// </summary>
    public void Replace(params ReadOnlySpan<Tensor> next)
    {
        if (call.Gradients)
        {
            foreach (var value in next) call.Keep(value);
            return;
        }

        foreach (var old in kept)
        {
            if (!Contains(next, old)) old.Dispose();
        }

        kept = call.KeepOwned(next, kept);
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
