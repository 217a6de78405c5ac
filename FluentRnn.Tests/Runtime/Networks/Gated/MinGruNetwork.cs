using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MinGruNetwork : Network<MinGru>
{
    public override int Number => 11;

    public override string Title => "minGRU";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        z = \sigma(W_z x_t + b_z) \qquad h_t = (1 - z) \odot h_{t-1} + z \odot g(W x_t + b) \qquad g(a) = \begin{cases} a + \tfrac12 & a \ge 0 \\ \sigma(a) & a < 0 \end{cases}
        $$

        Feng et al. 2024, [arXiv:2410.01201](https://arxiv.org/abs/2410.01201). Only a multiplication and an addition are left in the loop.
        """;

    protected override MinGru Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(MinGru net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var (z, a) = (sigmoid(net.gate.call(x.select(1, t))), net.candidate.call(x.select(1, t)));
            var positive = (a >= 0).to(a.dtype);
            h = (1 - z) * h + z * (positive * (a + 0.5) + (1 - positive) * sigmoid(a));
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 3);
        var h0 = rand(2, 4, ScalarType.Float64).add(0.5).requires_grad_();

        var (k, a) = (net.gate.call(x), net.candidate.call(x));
        var kept = (-nn.functional.softplus(k)).cumsum(1);
        var written = where(a >= 0, (a.clamp_min(0) + 0.5).log(), -nn.functional.softplus(-a)) - nn.functional.softplus(-k);
        var all = cat([h0.log().unsqueeze(1), written - kept], 1).logcumsumexp(1).slice(1, 1, 10, 1);
        var output = net.forward(x, new(h0));

        yield return new(
            "the paper's parallel scan in log space, values and gradients", WithGradients([(kept + all).exp()], x, h0), WithGradients([output.Y], x, h0));
    }
}
