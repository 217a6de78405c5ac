using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>What a network is called with.</summary>
/// <param name="X">The sequence, (B, T, inputs).</param>
/// <param name="Memory">What a decoder attends to, (B, positions, size); null for other cells.</param>
sealed record Inputs(Tensor X, Tensor? Memory = null) : IDisposable
{
    public void Dispose()
    {
        X.Dispose();
        Memory?.Dispose();
    }
}
