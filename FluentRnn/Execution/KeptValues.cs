using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Keeps tensors alive from one step to the next in a generated loop, and no longer where no gradient needs them.</summary>
/// <param name="call">The call.</param>
sealed class KeptValues(RecurrenceCall call)
{
    Tensor[] kept = [];

    /// <summary>Keeps these values instead of those kept before.</summary>
    public void Replace(params Tensor[] next)
    {
        foreach (var value in next) call.Shared.Hold(value);
        foreach (var value in kept) call.Shared.Release(value);
        kept = next;
    }
}
