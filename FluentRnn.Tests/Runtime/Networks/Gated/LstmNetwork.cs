using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LstmNetwork : Network<Lstm>
{
    public override int Number => 3;

    public override string Title => "LSTM";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        i &= \sigma(W_i x_t + U_i h_{t-1} + b_i) &\quad f &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\
        g &= \tanh(W_g x_t + U_g h_{t-1} + b_g) &\quad o &= \sigma(W_o x_t + U_o h_{t-1} + b_o) \\
        c_t &= f \odot c_{t-1} + i \odot g &\quad h_t &= o \odot \tanh(c_t)
        \end{aligned}
        $$

        Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000. `LSTMCell` is the same; here it is written out.
        """;

    protected override Lstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(Lstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            c = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            h = sigmoid(gates.narrow(1, 12, 4)) * tanh(c);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.LSTM(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight);
        Assign(layer.get_parameter("weight_hh_l0"), net.recurrent.weight);
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias);
        Assign(layer.get_parameter("bias_hh_l0"), zeros(16));
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(1, 2, 4), Leaf(1, 2, 4));

        var (y, h, c) = layer.call(x, (h0, c0));
        var output = net.forward(x, new(h0[0], c0[0]));

        yield return new(
            "`nn.LSTM` on the same weights, values and gradients",
            WithGradients([y, h[0], c[0]], x, h0, c0),
            WithGradients([output.Y, output.State.H!, output.State.C!], x, h0, c0));
    }
}
