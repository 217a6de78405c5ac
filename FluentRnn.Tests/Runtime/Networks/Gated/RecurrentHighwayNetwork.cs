using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RecurrentHighwayNetwork : Network<RecurrentHighway>
{
    public override int Number => 14;

    public override string Title => "Recurrent highway network";

    public override Topic Topic => Topic.Gated;

    public override string Needs => "an inner loop";

    public override string Equations => """
        $$
        \begin{aligned}
        s^{(0)} &= s_{t-1} \\
        h^{(l)} &= \tanh([l = 1]\, W_H x_t + R_H^{(l)} s^{(l-1)} + b_H^{(l)}) \\
        t^{(l)} &= \sigma([l = 1]\, W_T x_t + R_T^{(l)} s^{(l-1)} + b_T^{(l)}) \\
        s^{(l)} &= h^{(l)} \odot t^{(l)} + s^{(l-1)} \odot (1 - t^{(l)}) \qquad s_t = s^{(L)}
        \end{aligned}
        $$

        Zilly et al. 2016, [arXiv:1607.03474](https://arxiv.org/abs/1607.03474), with the carry gate coupled to the transform gate. The loop over the layers has a constant
        bound: it is run by the compiler.
        """;

    protected override RecurrentHighway Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("s", 4);
    }

    protected override Tensor[] Loop(RecurrentHighway net, SlotValues values)
    {
        var (x, s, y) = (values["x"], values["s"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var input = net.input.call(x.select(1, t));
            for (var layer = 0; layer < RecurrentHighway.Depth; layer++)
            {
                var products = mm(s, net.recurrent.select(0, layer)) + net.bias.select(0, layer) + (layer == 0 ? input : zeros_like(input));
                var gate = sigmoid(products.narrow(1, 4, 4));
                s = tanh(products.narrow(1, 0, 4)) * gate + s * (1 - gate);
            }

            y.Add(s);
        }

        return [SlotValues.Stack(y), s];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.GRU(3, 4, batchFirst: true).to(ScalarType.Float64);

        // Layers that carry everything, before them a GRU that never resets.
        using (no_grad()) net.bias.narrow(0, 1, RecurrentHighway.Depth - 1).narrow(1, 4, 4).fill_(-1000);
        var (input, recurrent, bias) = (net.input.weight!.chunk(2), net.recurrent.select(0, 0).t().chunk(2), net.bias.select(0, 0).chunk(2));
        Assign(layer.get_parameter("weight_ih_l0"), cat([zeros(4, 3, ScalarType.Float64), -input[1], input[0]]));
        Assign(layer.get_parameter("weight_hh_l0"), cat([zeros(4, 4, ScalarType.Float64), -recurrent[1], recurrent[0]]));
        Assign(layer.get_parameter("bias_ih_l0"), cat([full(4, 1000, ScalarType.Float64), -bias[1], bias[0]]));
        Assign(layer.get_parameter("bias_hh_l0"), zeros(12));
        var (x, s0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        var (y, s) = layer.call(x, s0);
        var output = net.forward(x, new(s0[0]));

        yield return new(
            "one layer that transforms: `nn.GRU` that never resets, values and gradients", WithGradients([y, s[0]], x, s0), WithGradients([output.Y, output.State.S!], x, s0));
    }
}
