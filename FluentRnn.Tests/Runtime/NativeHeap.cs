using System.Runtime.InteropServices;

namespace FluentRnn.Tests.Runtime;

/// <summary>The heap of the C library, where libtorch keeps tensors. Unlike resident memory it does not count what was freed and kept for later.</summary>
static class NativeHeap
{
    /// <summary>The bytes in use; elsewhere than on Linux, resident memory.</summary>
    public static long InUse => OperatingSystem.IsLinux() ? InUseOf(mallinfo2()) : Environment.WorkingSet;

    static long InUseOf(Info info) => (long)(info.Mapped + info.Allocated);

    [DllImport("libc")]
    static extern Info mallinfo2();

    // The fields of glibc's struct mallinfo2, of which two are read.
    [StructLayout(LayoutKind.Sequential)]
    struct Info
    {
        public nuint Arena, FreeChunks, FastChunks, MappedRegions, Mapped, Unused, FastBytes, Allocated, Free, Releasable;
    }
}
