using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class IndRnnNetwork : Network<IndRnn>
{
    public override int Number => 12;

    public override string Title => "IndRNN";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$h_t = \mathrm{relu}(W x_t + u \odot h_{t-1} + b)$$

        Li et al. 2018, [arXiv:1803.04831](https://arxiv.org/abs/1803.04831).
        """;

    protected override IndRnn Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(IndRnn net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = (net.input.call(x.select(1, t)) + h * net.u).clamp_min(0);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.RNN(3, 4, 1, nn.NonLinearities.ReLU, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight);
        Assign(layer.get_parameter("weight_hh_l0"), diag(net.u));
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias);
        Assign(layer.get_parameter("bias_hh_l0"), zeros(4));
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        yield return new("`nn.RNN` with ReLU and a diagonal matrix, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([output.Y, output.State.H!], x, h0));
    }
}
