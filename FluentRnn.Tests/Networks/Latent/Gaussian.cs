using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Independent normal distributions, for steps with latent variables.</summary>
static class Gaussian
{
    /// <summary>The mean and standard deviation, (B, n) each, that a layer (B, 2n) speaks of.</summary>
    public static (Tensor Mean, Tensor Deviation) Of(Tensor layer)
    {
        var halves = layer.chunk(2, 1);
        return (halves[0], functional.softplus(halves[1]) + 1e-4);
    }

    /// <summary>A draw that gradients pass through: Kingma and Welling 2013, arXiv:1312.6114.</summary>
    public static Tensor Draw((Tensor Mean, Tensor Deviation) of) => of.Mean + of.Deviation * randn_like(of.Mean);

    /// <summary>The Kullback-Leibler divergence KL(p‖q), (B).</summary>
    public static Tensor Divergence((Tensor Mean, Tensor Deviation) p, (Tensor Mean, Tensor Deviation) q)
    {
        var (variance, distance) = ((p.Deviation / q.Deviation).square(), ((p.Mean - q.Mean) / q.Deviation).square());
        return 0.5 * (variance + distance - 1 - log(variance)).sum(dim: 1);
    }
}
