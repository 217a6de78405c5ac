using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ClosedFormContinuousNetwork : Network<ClosedFormContinuous>
{
    public override int Number => 52;

    public override string Title => "Closed-form continuous-time network";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "a number a step";

    public override string Equations => """
        $$h_t = \tanh(g) \odot (1 - s) + \tanh(k) \odot s,\quad s = \sigma(a\, \delta + b)$$

        $g$, $k$, $a$ and $b$ are linear in a common layer of $[x_t, h_{t-1}]$, whose activation is LeCun's $1.7159 \tanh(0.666\, u)$. Hasani et al. 2021,
        [arXiv:2106.13898](https://arxiv.org/abs/2106.13898).
        """;

    protected override ClosedFormContinuous Make() => new(3, 4, 5, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Sequence("duration", rand([values.Batch, values.Steps], ScalarType.Float64, requires_grad: true));
        values.State("h", 4);
    }

    protected override Tensor[] Loop(ClosedFormContinuous net, SlotValues values)
    {
        var (x, duration, h, y) = (values["x"], values["duration"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var common = 1.7159 * tanh(0.666 * net.backbone.call(cat([x.select(1, t), h], 1)));
            var s = (net.rate.call(common) * duration.narrow(1, t, 1) + net.offset.call(common)).sigmoid();
            h = (1 - s) * net.now.call(common).tanh() + s * net.later.call(common).tanh();
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        // A gate that time opens for certain: no time keeps what is now, much of it gives what comes later, and the two heads are interchangeable.
        using var net = Make(executor);
        Assign(net.rate.weight, zeros(4, 5));
        Assign(net.rate.bias, full(4, 1000));
        Assign(net.offset.weight, zeros(4, 5));
        Assign(net.offset.bias, full(4, -500));
        using var exchanged = Make(executor);
        foreach (var (parameter, value) in exchanged.parameters().Zip(net.parameters())) Assign(parameter, value);
        Assign(exchanged.now.weight, net.later.weight);
        Assign(exchanged.now.bias, net.later.bias);
        Assign(exchanged.later.weight, net.now.weight);
        Assign(exchanged.later.bias, net.now.bias);
        var (x, none, much) = (Leaf(2, 9, 3), zeros(2, 9, dtype: ScalarType.Float64), ones(2, 9, dtype: ScalarType.Float64));
        yield return new("no time, and much time with the heads exchanged: the same", [net.forward(x, none).Y], [exchanged.forward(x, much).Y]);
        yield return new("each state by itself: one of the heads", [Alone(net, x, net.now), Alone(net, x, net.later)], [net.forward(x, none).Y, net.forward(x, much).Y]);
    }

    /// <summary>An Elman network of one of the heads.</summary>
    static Tensor Alone(ClosedFormContinuous net, Tensor x, nn.Module<Tensor, Tensor> head)
    {
        var (h, y) = (zeros(x.shape[0], 4, dtype: ScalarType.Float64), new List<Tensor>());
        foreach (var now in x.unbind(1))
        {
            h = head.call(1.7159 * tanh(0.666 * net.backbone.call(cat([now, h], 1)))).tanh();
            y.Add(h);
        }

        return SlotValues.Stack(y);
    }
}
