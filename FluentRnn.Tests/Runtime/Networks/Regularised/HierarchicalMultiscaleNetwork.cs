using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class HierarchicalMultiscaleNetwork : Network<HierarchicalMultiscale>
{
    public override int Number => 24;

    public override string Title => "Hierarchical multiscale LSTM";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "a binary gate, layers that depend on one another";

    public override string Equations => """
        $$
        \begin{aligned}
        (i, f, g, o, \tilde z) &= W x_t + U h^1_{t-1} + z_{t-1} D h^2_{t-1} + b \\
        c^1_t &= (1 - z_{t-1}) \, f \odot c^1_{t-1} + i \odot g \qquad h^1_t = o \odot \tanh(c^1_t) \\
        z_t &= [\tilde z > 0] \\
        (h^2_t, c^2_t) &= \begin{cases} \mathrm{LSTM}(h^1_t, h^2_{t-1}, c^2_{t-1}) & z_t = 1 \\ (h^2_{t-1}, c^2_{t-1}) & z_t = 0 \end{cases}
        \end{aligned}
        $$

        Chung, Ahn and Bengio 2016, [arXiv:1609.01704](https://arxiv.org/abs/1609.01704), two layers. The gradient of the boundary $z$ is that of $\max(0, \min(1, (\tilde z + 1) / 2))$.
        """;

    protected override HierarchicalMultiscale Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h1", 4);
        values.State("c1", 4);
        values.State("h2", 4);
        values.State("c2", 4);
    }

    protected override Tensor[] Loop(HierarchicalMultiscale net, SlotValues values)
    {
        var (h1, c1, h2, c2) = (values["h1"], values["c1"], values["h2"], values["c2"]);
        var (lower, upper, boundaries) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        var boundary = zeros(values.Batch, 1, ScalarType.Float64);
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = net.input.call(values["x"].select(1, t)) + net.lower.call(h1) + boundary * net.down.call(h2);
            c1 = sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4)) + (1 - boundary) * sigmoid(gates.narrow(1, 4, 4)) * c1;
            h1 = sigmoid(gates.narrow(1, 12, 4)) * tanh(c1);

            var soft = (gates.narrow(1, 16, 1) / 2 + 0.5).clamp(0, 1);
            boundary = (gates.narrow(1, 16, 1) > 0).to(soft.dtype) - soft.detach() + soft;

            gates = net.up.call(h1) + net.upper.call(h2);
            var next = sigmoid(gates.narrow(1, 4, 4)) * c2 + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            h2 = boundary * (sigmoid(gates.narrow(1, 12, 4)) * tanh(next)) + (1 - boundary) * h2;
            c2 = boundary * next + (1 - boundary) * c2;
            lower.Add(h1);
            upper.Add(h2);
            boundaries.Add(boundary);
        }

        return [SlotValues.Stack(lower), SlotValues.Stack(upper), SlotValues.Stack(boundaries), h1, c1, boundary, h2, c2];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.LSTM(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight!.narrow(0, 0, 16));
        Assign(layer.get_parameter("weight_hh_l0"), net.lower.weight!.narrow(0, 0, 16));
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias!.narrow(0, 0, 16));
        Assign(layer.get_parameter("bias_hh_l0"), zeros(16));
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(1, 2, 4), Leaf(1, 2, 4));
        var start = new HierarchicalMultiscale.State(H1: h0[0], C1: c0[0], H2: h0[0], C2: c0[0]);

        using (no_grad()) net.input.bias![16] = -1000;
        var never = net.forward(x, start);

        yield return new("no boundary: the lower layer is `nn.LSTM`, values and gradients", WithGradients([layer.call(x, (h0, c0)).Item1], x), WithGradients([never.H1], x));
        yield return new("no boundary: the upper layer stays", [h0[0], c0[0]], [never.State.H2!, never.State.C2!]);

        using var above = nn.LSTM(4, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(above.get_parameter("weight_ih_l0"), net.up.weight);
        Assign(above.get_parameter("weight_hh_l0"), net.upper.weight);
        Assign(above.get_parameter("bias_ih_l0"), net.up.bias);
        Assign(above.get_parameter("bias_hh_l0"), zeros(16));
        using (no_grad()) net.input.bias![16] = 1000;
        var always = net.forward(x, start);

        yield return new("boundaries everywhere: the upper layer is `nn.LSTM` on the lower", [above.call(always.H1, (h0, c0)).Item1], [always.H2]);
    }
}
