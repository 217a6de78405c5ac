using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ZoneoutLstmNetwork : Network<ZoneoutLstm>
{
    public override int Number => 19;

    public override string Title => "LSTM with zoneout";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "random numbers at each step, their expectation in evaluation";

    public override Draws Draws => Draws.EachStep;

    public override bool TrainingMatters => true;

    public override string Equations => """
        $$
        c_t = d_c \odot c_{t-1} + (1 - d_c) \odot (f \odot c_{t-1} + i \odot g) \qquad h_t = d_h \odot h_{t-1} + (1 - d_h) \odot o \odot \tanh(f \odot c_{t-1} + i \odot g)
        $$

        with $d_c$, $d_h$ zero or one, drawn at every step with probabilities $p_c$, $p_h$; in evaluation they are these probabilities. Krueger et al. 2016,
        [arXiv:1606.01305](https://arxiv.org/abs/1606.01305).
        """;

    protected override ZoneoutLstm Make() => new(3, 4, 0.2, 0.4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(ZoneoutLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            var written = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            c = Keep(c, written, 0.4);
            h = Keep(h, sigmoid(gates.narrow(1, 12, 4)) * tanh(written), 0.2);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];

        Tensor Keep(Tensor previous, Tensor next, double p)
        {
            var kept = net.training ? (rand(next.shape) < p).to(next.dtype) : full_like(next, p);
            return kept * previous + (1 - kept) * next;
        }
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var lstm = new Lstm(3, 4, dtype: ScalarType.Float64);
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));
        var (expected, never) = (lstm.forward(x, new(h0, c0)), With(0).forward(x, new(h0, c0)));

        yield return new("$p = 0$: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([never.Y], x, h0, c0));

        var always = With(1).forward(x, new(h0, c0));

        yield return new("$p = 1$: frozen", [h0.unsqueeze(1).expand(2, 9, 4), c0], [always.Y, always.State.C!]);

        // The expectation over the draws of one step, from many rows that are alike.
        var many = With(0.3);
        var (row, h, c) = (Random(1, 1, 3).expand(200000, 1, 3), Random(1, 4).expand(200000, 4), Random(1, 4).expand(200000, 4));
        using var noGradients = no_grad();
        var drawn = many.forward(row, new(h, c)).Y.mean([0]);
        many.eval();
        var evaluated = many.forward(row.narrow(0, 0, 1), new(h.narrow(0, 0, 1), c.narrow(0, 0, 1))).Y[0];

        yield return new("in evaluation: the mean of 200,000 draws", [evaluated], [drawn], Tolerance: 1e-2);

        ZoneoutLstm With(double p)
        {
            var net = new ZoneoutLstm(3, 4, p, p, dtype: ScalarType.Float64) { Executor = executor };
            net.input.load_state_dict(lstm.input.state_dict());
            net.recurrent.load_state_dict(lstm.recurrent.state_dict());
            return net;
        }
    }
}
