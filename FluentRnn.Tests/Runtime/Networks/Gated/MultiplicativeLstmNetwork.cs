using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MultiplicativeLstmNetwork : Network<MultiplicativeLstm>
{
    public override int Number => 13;

    public override string Title => "Multiplicative LSTM";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        m &= (W_m x_t) \odot (U_m h_{t-1}) \\
        (i, f, g, o) &= W x_t + U m + b \\
        c_t &= \sigma(f) \odot c_{t-1} + \sigma(i) \odot g \qquad h_t = \tanh(c_t \odot \sigma(o))
        \end{aligned}
        $$

        Krause et al. 2016, [arXiv:1609.07959](https://arxiv.org/abs/1609.07959): the candidate is linear, and the output gate stands inside the tanh.
        """;

    protected override MultiplicativeLstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(MultiplicativeLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var now = x.select(1, t);
            var gates = net.input.call(now) + net.recurrent.call(net.factor.call(now) * net.mix.call(h));
            c = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * gates.narrow(1, 8, 4);
            h = tanh(c * sigmoid(gates.narrow(1, 12, 4)));
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        // For an input that is one of three symbols, m is h by a matrix of that symbol: the paper's starting point.
        using var net = Make(executor);
        var (symbols, h0, c0) = (randint(0, 3, [2, 9]), Leaf(2, 4), Leaf(2, 4));
        var output = net.forward(nn.functional.one_hot(symbols, 3).to(ScalarType.Float64), new(h0, c0));

        var matrices = stack([.. Enumerable.Range(0, 3).Select(symbol => diag(net.factor.weight!.select(1, symbol)).matmul(net.mix.weight!))]);
        var (h, c, y) = (h0, c0, new List<Tensor>());
        for (var t = 0; t < 9; t++)
        {
            var m = matrices.index_select(0, symbols.select(1, t)).bmm(h.unsqueeze(2)).squeeze(2);
            var input = net.input.weight!.t().index_select(0, symbols.select(1, t)) + net.input.bias!;
            var gates = (input + net.recurrent.call(m)).chunk(4, 1);
            c = sigmoid(gates[1]) * c + sigmoid(gates[0]) * gates[2];
            h = tanh(c * sigmoid(gates[3]));
            y.Add(h);
        }

        yield return new("a recurrent matrix for each input symbol, values and gradients", WithGradients([SlotValues.Stack(y)], h0, c0), WithGradients([output.Y], h0, c0));
    }
}
