using FluentRnn.Tests.Containers;
using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class PeepholeLstmNetwork : Network<PeepholeLstm>
{
    public override int Number => 4;

    public override string Title => "LSTM with peepholes";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        i &= \sigma(W_i x_t + U_i h_{t-1} + p_i \odot c_{t-1} + b_i) \\
        f &= \sigma(W_f x_t + U_f h_{t-1} + p_f \odot c_{t-1} + b_f) \\
        c_t &= f \odot c_{t-1} + i \odot \tanh(W_g x_t + U_g h_{t-1} + b_g) \\
        o &= \sigma(W_o x_t + U_o h_{t-1} + p_o \odot c_t + b_o) \\
        h_t &= o \odot \tanh(c_t)
        \end{aligned}
        $$

        Gers and Schmidhuber 2000; in this form Graves 2013, [arXiv:1308.0850](https://arxiv.org/abs/1308.0850), equations 7 to 11.
        """;

    protected override PeepholeLstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(PeepholeLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            var i = sigmoid(gates.narrow(1, 0, 4) + net.peepInput * c);
            var f = sigmoid(gates.narrow(1, 4, 4) + net.peepForget * c);
            c = f * c + i * tanh(gates.narrow(1, 8, 4));
            h = sigmoid(gates.narrow(1, 12, 4) + net.peepOutput * c) * tanh(c);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var lstm = new Lstm(3, 4, dtype: ScalarType.Float64);
        lstm.input.load_state_dict(net.input.state_dict());
        lstm.recurrent.load_state_dict(net.recurrent.state_dict());
        foreach (var peephole in (Tensor[])[net.peepInput, net.peepForget, net.peepOutput]) Assign(peephole, zeros(4));
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));

        var (expected, actual) = (lstm.forward(x, new(h0, c0)), net.forward(x, new(h0, c0)));

        yield return new("peepholes of zero: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([actual.Y], x, h0, c0));
    }
}
