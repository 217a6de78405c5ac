using FluentRnn.Tests.Containers;
using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ProjectionLstmNetwork : Network<ProjectionLstm>
{
    public override int Number => 5;

    public override string Title => "LSTM with projection";

    public override Topic Topic => Topic.Gated;

    public override string Needs => "states of different sizes";

    public override string Equations => """
        $$
        \begin{aligned}
        (i, f, g, o) &= W [x_t; h_{t-1}] + b \\
        c_t &= \sigma(f) \odot c_{t-1} + \sigma(i) \odot \tanh(g) \\
        h_t &= P \, (\sigma(o) \odot \tanh(c_t))
        \end{aligned}
        $$

        Sak, Senior and Beaufays 2014, [arXiv:1402.1128](https://arxiv.org/abs/1402.1128). The two states have different sizes.
        """;

    protected override ProjectionLstm Make() => new(3, 5, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 2);
        values.State("c", 5);
    }

    protected override Tensor[] Loop(ProjectionLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.gates.call(cat([x.select(1, t), h], 1));
            c = sigmoid(gates.narrow(1, 5, 5)) * c + sigmoid(gates.narrow(1, 0, 5)) * tanh(gates.narrow(1, 10, 5));
            h = mm(sigmoid(gates.narrow(1, 15, 5)) * tanh(c), net.project.weight!.t());
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = new ProjectionLstm(3, 4, 4, dtype: ScalarType.Float64) { Executor = executor };
        using var lstm = new Lstm(3, 4, dtype: ScalarType.Float64);
        Assign(net.project.weight, eye(4));
        Assign(lstm.input.weight, net.gates.weight!.narrow(1, 0, 3));
        Assign(lstm.input.bias, net.gates.bias!);
        Assign(lstm.recurrent.weight, net.gates.weight!.narrow(1, 3, 4));
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));

        var (expected, actual) = (lstm.forward(x, new(h0, c0)), net.forward(x, new(h0, c0)));

        yield return new("the identity as projection: the LSTM, values and gradients", WithGradients([expected.Y], x, h0, c0), WithGradients([actual.Y], x, h0, c0));
    }
}
