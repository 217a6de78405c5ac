using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class VariationalLstmNetwork : Network<VariationalLstm>
{
    public override int Number => 17;

    public override string Title => "LSTM with variational dropout";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "one random mask a call";

    public override Draws Draws => Draws.EachCall;

    public override bool TrainingMatters => true;

    public override string Equations => """
        $$(i, f, g, o) = W (x_t \odot z_x) + U (h_{t-1} \odot z_h) + b$$

        with two masks $z_x$, $z_h$ drawn once for all steps; the rest is the LSTM. Gal and Ghahramani 2016, [arXiv:1512.05287](https://arxiv.org/abs/1512.05287), with one mask for all gates.
        The dropped input is yielded beside the output, to be seen.
        """;

    protected override VariationalLstm Make() => new(3, 4, 0.3, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(VariationalLstm net, SlotValues values)
    {
        var (x, h, c, y, seen) = (values["x"], values["h"], values["c"], new List<Tensor>(), new List<Tensor>());
        var p = net.training ? 0.3 : 0;
        var xMask = nn.functional.dropout(ones(values.Batch, 3, ScalarType.Float64), p);
        var hMask = nn.functional.dropout(ones(values.Batch, 4, ScalarType.Float64), p);
        for (var t = 0; t < values.Steps; t++)
        {
            seen.Add(x.select(1, t) * xMask);
            var gates = net.input.call(seen[t]) + net.recurrent.call(h * hMask);
            c = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            h = sigmoid(gates.narrow(1, 12, 4)) * tanh(c);
            y.Add(h);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(seen), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var never = new VariationalLstm(3, 4, 0, dtype: ScalarType.Float64) { Executor = executor };
        using var often = new VariationalLstm(30, 4, 0.5, dtype: ScalarType.Float64) { Executor = executor };
        using var lstm = new Lstm(3, 4, dtype: ScalarType.Float64);
        never.input.load_state_dict(lstm.input.state_dict());
        never.recurrent.load_state_dict(lstm.recurrent.state_dict());
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));
        var (expected, actual) = (lstm.forward(x, new(h0, c0)), never.forward(x, new(h0, c0)));

        yield return new("$p = 0$: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([actual.Y], x, h0, c0));

        var wide = Random(2, 9, 30);
        var masks = often.forward(wide).X / wide;
        var first = masks.narrow(1, 0, 1);

        yield return new("the mask is the same at every step", [first.expand(2, 9, 30)], [masks]);
        yield return new("it is zero or $1 / (1 - p)$, and some of both", [zeros(2, 9, 30), ones(2)], [masks * (masks - 2), (first.amin(1, 2) == 0).logical_and(first.amax(1, 2) > 1)]);
    }
}
