namespace FluentRnn.Benchmarks.Measure;

/// <summary>What a call allocates on the managed heap. torch's backward pass on a CPU runs on the calling thread.</summary>
static class ManagedMemory
{
    public static long OfCall(Contender contender)
    {
        contender.Prepare();
        var before = GC.GetAllocatedBytesForCurrentThread();
        contender.Call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
