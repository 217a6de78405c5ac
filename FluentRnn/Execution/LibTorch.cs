namespace FluentRnn.Execution;

internal static class LibTorch
{
    internal static void EnsureLoaded()
    {
    }
}
