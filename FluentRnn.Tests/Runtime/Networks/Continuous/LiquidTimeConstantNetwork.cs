using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LiquidTimeConstantNetwork : Network<LiquidTimeConstant>
{
    public override int Number => 51;

    public override string Title => "Liquid time-constant network";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "a number a step; an inner loop";

    public override string Equations => """
        $$\dot v = -(\rho + f)\, v + f A,\quad f = \sigma(W x + R v + b) \qquad v \leftarrow \frac{v + \delta f A}{1 + \delta (\rho + f)}$$

        six times a step, the fused solver of Hasani et al. 2020, [arXiv:2006.04439](https://arxiv.org/abs/2006.04439); $\rho = 1/\tau$.
        """;

    protected override LiquidTimeConstant Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Sequence("duration", rand([values.Batch, values.Steps], ScalarType.Float64, requires_grad: true));
        values.State("v", 4);
    }

    protected override Tensor[] Loop(LiquidTimeConstant net, SlotValues values)
    {
        var (x, duration, v, y) = (values["x"], values["duration"], values["v"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var dt = duration.select(1, t).unsqueeze(1) / 6;
            for (var i = 0; i < 6; i++)
            {
                var f = (net.input.call(x.select(1, t)) + net.recurrent.call(v)).sigmoid();
                v = (v + dt * f * net.bias) / (1 + dt * net.rate + dt * f);
            }

            y.Add(v);
        }

        return [SlotValues.Stack(y), v];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, duration) = (5 * Leaf(3, 20, 3), 10 * rand([3, 20], ScalarType.Float64));
        var y = net.forward(x, duration).Y;
        yield return new("the state stays between 0 and A (theorem 2)", [minimum(maximum(y, net.bias.clamp_max(0)), net.bias.clamp_min(0))], [y]);

        using var closed = Make(executor);
        Assign(closed.input.bias, full(4, -1000));
        var v0 = Leaf(3, 4);
        var decayed = v0.unsqueeze(1) * (1 + duration.unsqueeze(2) / 6 * closed.rate).log().cumsum(1).mul(-6).exp();
        yield return new("nothing let in: the implicit decay, six times a step", [decayed], [closed.forward(x, duration, new(v0)).Y]);
    }
}
