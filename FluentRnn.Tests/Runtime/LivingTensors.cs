using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Counts tensors for leak tests.</summary>
static class LivingTensors
{
    /// <summary>
    /// The number of living tensors, after those that nobody can reach any more were collected: what is counted next without a collection is then the work
    /// of what ran in between.
    /// </summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Tensor.TotalCount;
    }
}
