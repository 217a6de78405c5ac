using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>What an expert takes out of the loop.</summary>
static class Hoist
{
    /// <summary>x W + b for all steps, one product, with time first: (B, T, I) becomes (T, B, …).</summary>
    public static Tensor Sequence(Tensor x, Tensor W, Tensor b)
    {
        var (batch, steps, inputs) = (x.shape[0], x.shape[1], x.shape[2]);
        return addmm(b, x.transpose(0, 1).reshape(steps * batch, inputs), W).view(steps, batch, -1);
    }
}
