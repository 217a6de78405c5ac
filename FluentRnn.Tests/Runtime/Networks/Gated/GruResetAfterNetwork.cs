using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class GruResetAfterNetwork : Network<GruResetAfter>
{
    public override int Number => 7;

    public override string Title => "GRU, reset after the product";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        r &= \sigma(W_r x_t + U_r h_{t-1} + b_r) &\quad z &= \sigma(W_z x_t + U_z h_{t-1} + b_z) \\
        n &= \tanh(W_n x_t + b_n + r \odot (U_n h_{t-1} + b_{hn})) &\quad h_t &= z \odot h_{t-1} + (1 - z) \odot n
        \end{aligned}
        $$

        Cho et al. 2014, [arXiv:1406.1078v1](https://arxiv.org/abs/1406.1078v1); the form of cuDNN and `nn.GRU`. `GRUCell` is the same; here it is written out.
        """;

    protected override GruResetAfter Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(GruResetAfter net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var (input, recurrent) = (net.input.call(x.select(1, t)), net.recurrent.call(h));
            var r = sigmoid(input.narrow(1, 0, 4) + recurrent.narrow(1, 0, 4));
            var z = sigmoid(input.narrow(1, 4, 4) + recurrent.narrow(1, 4, 4));
            var n = tanh(input.narrow(1, 8, 4) + r * recurrent.narrow(1, 8, 4));
            h = z * h + (1 - z) * n;
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.GRU(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight!);
        Assign(layer.get_parameter("weight_hh_l0"), net.recurrent.weight!);
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias!);
        Assign(layer.get_parameter("bias_hh_l0"), net.recurrent.bias!);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        yield return new("`nn.GRU` on the same weights, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([output.Y, output.State.H!], x, h0));
    }
}
