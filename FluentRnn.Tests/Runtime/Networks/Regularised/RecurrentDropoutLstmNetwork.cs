using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RecurrentDropoutLstmNetwork : Network<RecurrentDropoutLstm>
{
    public override int Number => 18;

    public override string Title => "LSTM with recurrent dropout";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "random numbers at each step";

    public override Draws Draws => Draws.EachStep;

    public override bool TrainingMatters => true;

    public override string Equations => """
        $$c_t = f \odot c_{t-1} + i \odot d(g) \qquad h_t = o \odot \tanh(c_t)$$

        with the gates $i, f, g, o$ of the LSTM, and $d$ a dropout drawn anew at every step. Semeniuta, Severyn and Barth 2016,
        [arXiv:1603.05118](https://arxiv.org/abs/1603.05118).
        """;

    protected override RecurrentDropoutLstm Make() => new(3, 4, 0.3, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(RecurrentDropoutLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            var candidate = nn.functional.dropout(tanh(gates.narrow(1, 8, 4)), 0.3, net.training);
            c = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * candidate;
            h = sigmoid(gates.narrow(1, 12, 4)) * tanh(c);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var never = new RecurrentDropoutLstm(3, 4, 0, dtype: ScalarType.Float64) { Executor = executor };
        using var always = new RecurrentDropoutLstm(3, 4, 1, dtype: ScalarType.Float64) { Executor = executor };
        using var lstm = new Lstm(3, 4, dtype: ScalarType.Float64);
        foreach (var net in (RecurrentDropoutLstm[])[never, always])
        {
            net.input.load_state_dict(lstm.input.state_dict());
            net.recurrent.load_state_dict(lstm.recurrent.state_dict());
        }

        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));
        var (expected, actual) = (lstm.forward(x, new(h0, c0)), never.forward(x, new(h0, c0)));
        var cell = always.forward(x, new(h0, zeros_like(c0))).State.C!;

        yield return new("$p = 0$: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([actual.Y], x, h0, c0));
        yield return new("$p = 1$: nothing is ever written", [zeros_like(cell)], [cell]);
    }
}
