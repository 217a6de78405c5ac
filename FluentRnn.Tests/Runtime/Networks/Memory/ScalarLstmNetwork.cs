using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ScalarLstmNetwork : Network<ScalarLstm>
{
    public override int Number => 45;

    public override string Title => "sLSTM";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a maximum in the step";

    public override string Equations => """
        $$
        \begin{aligned}
        m_t &= \max(\log \sigma(\tilde f) + m_{t-1},\ \tilde\imath) &\quad i &= e^{\tilde\imath - m_t} &\quad f &= e^{\log \sigma(\tilde f) + m_{t-1} - m_t} \\
        c_t &= f \odot c_{t-1} + i \odot \tanh(\tilde z) &\quad n_t &= f \odot n_{t-1} + i &\quad h_t &= \sigma(\tilde o) \odot c_t / n_t
        \end{aligned}
        $$

        The gates with a tilde are $W x_t + R h_{t-1} + b$. Beck et al. 2024, [arXiv:2405.04517](https://arxiv.org/abs/2405.04517), with sigmoid forget gates and one head.
        """;

    protected override ScalarLstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("m", 4);
    }

    protected override Tensor[] Loop(ScalarLstm net, SlotValues values)
    {
        var (x, h, m, y) = (values["x"], values["h"], values["m"], new List<Tensor>());
        var (c, n) = (zeros_like(h), zeros_like(h));
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(x.select(1, t)) + net.recurrent.call(h);
            var (input, forget) = (gates.narrow(1, 4, 4), gates.narrow(1, 8, 4).sigmoid().log() + m);
            m = where(input > forget, input, forget);
            c = (forget - m).exp() * c + (input - m).exp() * gates.narrow(1, 0, 4).tanh();
            n = (forget - m).exp() * n + (input - m).exp();
            h = gates.narrow(1, 12, 4).sigmoid() * c / n;
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c, n, m];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));
        var stable = net.forward(x, new(h0)).Y;
        yield return new("the equations without the stabilizer, values and gradients", WithGradients([Unstabilized(net, x, h0)], x, h0), WithGradients([stable], x, h0));

        using var large = Make(executor);
        foreach (var (parameter, value) in large.parameters().Zip(net.parameters())) Assign(parameter, value);
        using (no_grad()) large.input.bias!.narrow(0, 4, 4).add_(1000);
        yield return new("input gates $e^{1000}$ times as large: the same", [stable], [large.forward(x, new(h0)).Y]);
    }

    static Tensor Unstabilized(ScalarLstm net, Tensor x, Tensor h)
    {
        var (c, n, y) = (zeros_like(h), zeros_like(h), new List<Tensor>());
        for (var t = 0; t < x.shape[1]; t++)
        {
            var gates = (net.input.call(x.select(1, t)) + net.recurrent.call(h)).chunk(4, 1);
            c = gates[2].sigmoid() * c + gates[1].exp() * gates[0].tanh();
            n = gates[2].sigmoid() * n + gates[1].exp();
            h = gates[3].sigmoid() * c / n;
            y.Add(h);
        }

        return SlotValues.Stack(y);
    }
}
