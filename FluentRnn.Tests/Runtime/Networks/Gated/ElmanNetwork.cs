using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ElmanNetwork : Network<ElmanRnn>
{
    public override int Number => 1;

    public override string Title => "Elman network";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$h_t = \tanh(x_t W + h_{t-1} U + b)$$

        Elman 1990. The product with $x_t$ does not depend on the state, and that with $h_{t-1}$ does.
        """;

    protected override ElmanRnn Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(ElmanRnn net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = tanh(mm(x.select(1, t), net.W) + mm(h, net.U) + net.b);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.RNN(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.W.t());
        Assign(layer.get_parameter("weight_hh_l0"), net.U.t());
        Assign(layer.get_parameter("bias_ih_l0"), net.b);
        Assign(layer.get_parameter("bias_hh_l0"), zeros(4));
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        yield return new("`nn.RNN` on the same weights, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([output.Y, output.State.H!], x, h0));
    }
}
