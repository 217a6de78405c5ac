using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class VariationalRnnNetwork : Network<VariationalRnn>
{
    const int Latent = 2, Hidden = 4;

    public override int Number => 59;

    public override string Title => "Variational RNN";

    public override Topic Topic => Topic.Latent;

    public override string Needs => "a draw a step, with gradients through it";

    public override Draws Draws => Draws.EachStep;

    public override string Equations => """
        $$
        \begin{aligned}
        z_t &\sim N(\mu_q, \sigma_q^2),\ (\mu_q, \sigma_q) = \varphi_q(x_t, h_{t-1}) &\quad (\mu_p, \sigma_p) &= \varphi_p(h_{t-1}) \\
        \hat x_t &= \varphi_x(z_t, h_{t-1}) &\quad h_t &= \mathrm{GRU}([x_t, z_t], h_{t-1})
        \end{aligned}
        $$

        and $\mathrm{KL}(N(\mu_q, \sigma_q^2) \| N(\mu_p, \sigma_p^2))$ beside it. Chung et al. 2015, [arXiv:1506.02216](https://arxiv.org/abs/1506.02216), with one layer for each $\varphi$.
        """;

    protected override VariationalRnn Make() => new(3, Latent, Hidden, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", Hidden);
    }

    protected override Tensor[] Loop(VariationalRnn net, SlotValues values)
    {
        var (x, h) = (values["x"], values["h"]);
        var (reconstructions, divergences, draws) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var (prior, posterior) = (net.prior.call(h), net.encoder.call(cat([x.select(1, t), h], 1)));
            var (meanP, meanQ) = (prior.narrow(1, 0, Latent), posterior.narrow(1, 0, Latent));
            var (deviationP, deviationQ) = (Deviation(prior), Deviation(posterior));
            var z = meanQ + deviationQ * randn_like(meanQ);
            reconstructions.Add(net.decoder.call(cat([z, h], 1)));
            divergences.Add((log(deviationP / deviationQ) + (deviationQ.square() + (meanQ - meanP).square()) / (2 * deviationP.square()) - 0.5).sum(dim: 1));
            draws.Add(z);
            h = net.cell.call(cat([x.select(1, t), z], 1), h);
        }

        return [SlotValues.Stack(reconstructions), SlotValues.Stack(divergences), SlotValues.Stack(draws), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        Assign(net.encoder.weight, cat([zeros(2 * Latent, 3), net.prior.weight!], 1));
        Assign(net.encoder.bias, net.prior.bias);
        var blind = net.forward(Leaf(2, 9, 3));
        yield return new("a posterior that sees nothing is the prior: no divergence", [zeros_like(blind.Divergence)], [blind.Divergence]);

        // One latent variable of known distributions: the integral of q log(q/p).
        using var one = new VariationalRnn(3, 1, Hidden, dtype: ScalarType.Float64) { Executor = executor };
        foreach (var layer in (TorchSharp.Modules.Linear[])[one.encoder, one.prior]) Assign(layer.weight, zeros_like(layer.weight!));
        var (q, p) = (distributions.Normal(one.encoder.bias![0], Deviation(one.encoder.bias!.unsqueeze(0))[0, 0]), distributions.Normal(one.prior.bias![0], Deviation(one.prior.bias!.unsqueeze(0))[0, 0]));
        var z = linspace(-12, 12, 4001, ScalarType.Float64);
        var integral = trapezoid(q.log_prob(z).exp() * (q.log_prob(z) - p.log_prob(z)), z);
        yield return new("the divergence is its integral", [integral.expand(2, 9)], [one.forward(Leaf(2, 9, 3)).Divergence], Tolerance: 1e-9);
    }

    static Tensor Deviation(Tensor layer) => nn.functional.softplus(layer.narrow(1, layer.shape[1] / 2, layer.shape[1] / 2)) + 1e-4;
}
