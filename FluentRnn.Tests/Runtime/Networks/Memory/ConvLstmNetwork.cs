using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ConvLstmNetwork : Network<ConvLstm>
{
    public override int Number => 43;

    public override string Title => "Convolutional LSTM";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "states that are images";

    public override string Equations => """
        $$
        \begin{aligned}
        (i, f, g, o) &= W_x * x_t + W_h * h_{t-1} + b \\
        c_t &= \sigma(f) \odot c_{t-1} + \sigma(i) \odot \tanh(g) &\quad h_t &= \sigma(o) \odot \tanh(c_t)
        \end{aligned}
        $$

        Shi et al. 2015, [arXiv:1506.04214](https://arxiv.org/abs/1506.04214), without peepholes, as it is mostly used.
        """;

    protected override ConvLstm Make() => new(2, 3, 4, 5, 3, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 2, 4, 5);
        values.State("h", 3, 4, 5);
        values.State("c", 3, 4, 5);
    }

    protected override Tensor[] Loop(ConvLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        var kernel = cat([net.input.weight!, net.recurrent.weight!], 1);
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = nn.functional.conv2d(cat([x.select(1, t), h], 1), kernel, net.input.bias, padding: [1, 1]);
            c = gates.narrow(1, 3, 3).sigmoid() * c + gates.narrow(1, 0, 3).sigmoid() * gates.narrow(1, 6, 3).tanh();
            h = gates.narrow(1, 9, 3).sigmoid() * c.tanh();
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = new ConvLstm(3, 4, 1, 1, 1, dtype: ScalarType.Float64) { Executor = executor };
        using var layer = nn.LSTM(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight!.flatten(1));
        Assign(layer.get_parameter("weight_hh_l0"), net.recurrent.weight!.flatten(1));
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias);
        Assign(layer.get_parameter("bias_hh_l0"), zeros(16));
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(1, 2, 4), Leaf(1, 2, 4));

        var (y, _, c) = layer.call(x, (h0, c0));
        var output = net.forward(x.view(2, 9, 3, 1, 1), new(h0.view(2, 4, 1, 1), c0.view(2, 4, 1, 1)));
        yield return new(
            "images of one pixel and a kernel of one: `nn.LSTM`, values and gradients",
            WithGradients([y, c.squeeze(0)], x, h0, c0),
            WithGradients([output.Y.flatten(2), output.State.C!.flatten(1)], x, h0, c0));
    }
}
