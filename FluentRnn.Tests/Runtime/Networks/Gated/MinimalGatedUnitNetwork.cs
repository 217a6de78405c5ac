using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MinimalGatedUnitNetwork : Network<MinimalGatedUnit>
{
    public override int Number => 8;

    public override string Title => "Minimal gated unit";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        f &= \sigma(W_f [x_t; h_{t-1}] + b_f) \\
        n &= \tanh(W_n [x_t; f \odot h_{t-1}] + b_n) \\
        h_t &= (1 - f) \odot h_{t-1} + f \odot n
        \end{aligned}
        $$

        Zhou et al. 2016, [arXiv:1603.09420](https://arxiv.org/abs/1603.09420). The equations stand in a static function, which the compiler reads like the step itself.
        """;

    protected override MinimalGatedUnit Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(MinimalGatedUnit net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var f = sigmoid(net.forget.call(cat([x.select(1, t), h], 1)));
            h = (1 - f) * h + f * tanh(net.candidate.call(cat([x.select(1, t), f * h], 1)));
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var elman = new ElmanRnn(3, 4, dtype: ScalarType.Float64);
        Assign(net.forget.bias, full(4, 1000));
        Assign(elman.W, net.candidate.weight!.narrow(1, 0, 3).t());
        Assign(elman.U, net.candidate.weight!.narrow(1, 3, 4).t());
        Assign(elman.b, net.candidate.bias);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));

        var (expected, actual) = (elman.forward(x, new(h0)), net.forward(x, new(h0)));

        yield return new("the gate always open: the Elman network, values and gradients", WithGradients([expected.Y], x, h0), WithGradients([actual.Y], x, h0));
    }
}
