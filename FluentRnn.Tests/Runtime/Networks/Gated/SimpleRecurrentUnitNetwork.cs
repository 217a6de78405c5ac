using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class SimpleRecurrentUnitNetwork : Network<SimpleRecurrentUnit>
{
    public override int Number => 10;

    public override string Title => "Simple recurrent unit";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        f &= \sigma(W_f x_t + b_f) \qquad r = \sigma(W_r x_t + b_r) \\
        c_t &= f \odot c_{t-1} + (1 - f) \odot W x_t \\
        y_t &= r \odot \tanh(c_t) + (1 - r) \odot x_t
        \end{aligned}
        $$

        Lei et al. 2018, [arXiv:1709.02755](https://arxiv.org/abs/1709.02755). No product depends on the state: all of them leave the loop.
        """;

    protected override SimpleRecurrentUnit Make() => new(4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(SimpleRecurrentUnit net, SlotValues values)
    {
        var (x, c, y) = (values["x"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var now = x.select(1, t);
            var (f, r) = (sigmoid(net.forget.call(now)), sigmoid(net.reset.call(now)));
            c = f * c + (1 - f) * net.candidate.call(now);
            y.Add(r * tanh(c) + (1 - r) * now);
        }

        return [SlotValues.Stack(y), c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, c0) = (Leaf(2, 9, 4), Leaf(2, 4));

        // Unrolled, c is a sum that can be taken over all steps at once.
        var (f, r) = (sigmoid(net.forget.call(x)), sigmoid(net.reset.call(x)));
        var kept = f.cumprod(1);
        var c = kept * (c0.unsqueeze(1) + ((1 - f) * net.candidate.call(x) / kept).cumsum(1));
        var output = net.forward(x, new(c0));

        yield return new(
            "all steps at once, by cumulative sums and products, values and gradients",
            WithGradients([r * tanh(c) + (1 - r) * x], x, c0),
            WithGradients([output.Y], x, c0));
    }
}
