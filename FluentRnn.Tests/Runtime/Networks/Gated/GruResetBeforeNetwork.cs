using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class GruResetBeforeNetwork : Network<GruResetBefore>
{
    public override int Number => 6;

    public override string Title => "GRU, reset before the product";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$
        \begin{aligned}
        z &= \sigma(W_z x_t + U_z h_{t-1} + b_z) &\quad r &= \sigma(W_r x_t + U_r h_{t-1} + b_r) \\
        n &= \tanh(W_n x_t + U_n (r \odot h_{t-1}) + b_n) &\quad h_t &= z \odot h_{t-1} + (1 - z) \odot n
        \end{aligned}
        $$

        Cho et al. 2014, [arXiv:1406.1078v3](https://arxiv.org/abs/1406.1078v3); what Keras calls `reset_after=False`.
        """;

    protected override GruResetBefore Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(GruResetBefore net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var (input, gates) = (net.input.call(x.select(1, t)), net.gates.call(h));
            var z = sigmoid(input.narrow(1, 0, 4) + gates.narrow(1, 0, 4));
            var r = sigmoid(input.narrow(1, 4, 4) + gates.narrow(1, 4, 4));
            var n = tanh(input.narrow(1, 8, 4) + net.candidate.call(r * h));
            h = z * h + (1 - z) * n;
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));

        // A diagonal product commutes with the reset gate: then it does not matter on which side of it the gate stands.
        using var after = new GruResetAfter(3, 4, dtype: ScalarType.Float64);
        var (input, gates) = (net.input.weight!.chunk(3), net.gates.weight!.chunk(2));
        var (bias, diagonal) = (net.input.bias!.chunk(3), diag(randn(4, ScalarType.Float64)));
        Assign(net.candidate.weight, diagonal);
        Assign(after.input.weight, cat([input[1], input[0], input[2]]));
        Assign(after.input.bias, cat([bias[1], bias[0], bias[2]]));
        Assign(after.recurrent.weight, cat([gates[1], gates[0], diagonal]));
        Assign(after.recurrent.bias, zeros(12));

        var (expected, actual) = (after.forward(x, new(h0)), net.forward(x, new(h0)));

        yield return new("a diagonal $U_n$: the GRU that resets after the product, values and gradients", WithGradients([expected.Y], x, h0), WithGradients([actual.Y], x, h0));
    }
}
