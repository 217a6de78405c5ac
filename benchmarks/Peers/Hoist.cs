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

    /// <summary>x W for all steps, (T, B, …).</summary>
    public static Tensor Sequence(Tensor x, Tensor W) => x.transpose(0, 1).reshape(-1, x.shape[2]).mm(W).view(x.shape[1], x.shape[0], -1);

    /// <summary>h W + b for all steps, after the loop, (B, T, …).</summary>
    public static Tensor Readout(Tensor h, Tensor W, Tensor b) => addmm(b, h.flatten(0, 1), W).view(h.shape[0], h.shape[1], -1);
}
