using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class PhasedLstmNetwork : Network<PhasedLstm>
{
    public override int Number => 21;

    public override string Title => "Phased LSTM";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "a time for each step";

    public override bool TrainingMatters => true;

    public override string Equations => """
        $$
        \phi_t = \frac{(t - s) \bmod \tau}{\tau} \qquad
        k_t = \begin{cases} 2 \phi_t / r & \phi_t < r / 2 \\ 2 - 2 \phi_t / r & r / 2 \le \phi_t < r \\ \alpha \phi_t & \text{else} \end{cases}
        $$

        $$c_t = k_t \odot \tilde c_t + (1 - k_t) \odot c_{t-1} \qquad h_t = k_t \odot \tilde h_t + (1 - k_t) \odot h_{t-1}$$

        with $\tilde c_t$, $\tilde h_t$ of the LSTM, and the leak $\alpha$ in training only. Neil, Pfeiffer and Liu 2016, [arXiv:1610.09513](https://arxiv.org/abs/1610.09513). The time
        of each event is a sequence of its own; the gate $k$ is computed for all steps at once.
        """;

    protected override PhasedLstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Sequence("time", rand(values.Batch, values.Steps, 1, dtype: ScalarType.Float64).cumsum(1).requires_grad_());
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(PhasedLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var elapsed = (values["time"].select(1, t) - net.shift) / net.period;
            var phase = elapsed - elapsed.floor().detach();
            var (rising, falling) = ((phase < net.open / 2).to(phase.dtype), (phase < net.open).to(phase.dtype));
            var k = rising * (2 * phase / net.open) + (falling - rising) * (2 - 2 * phase / net.open) + (1 - falling) * (net.training ? 0.001 : 0) * phase;
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            var written = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            c = k * written + (1 - k) * c;
            h = k * sigmoid(gates.narrow(1, 12, 4)) * tanh(written) + (1 - k) * h;
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
        Assign(net.period, ones(4));
        Assign(net.shift, zeros(4));
        net.eval();
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));

        // A quarter of a period is in the middle of a gate that is open for half of it; three quarters are outside.
        var periods = arange(9, ScalarType.Float64).view(1, 9, 1).expand(2, 9, 1);
        var (expected, open) = (lstm.forward(x, new(h0, c0)), net.forward(x, periods + 0.25, new(h0, c0)));
        var closed = net.forward(x, periods + 0.75, new(h0, c0));

        yield return new("every gate open: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([open.Y], x, h0, c0));
        yield return new("every gate closed: the state stays", [h0, c0], [closed.State.H!, closed.State.C!]);
    }
}
