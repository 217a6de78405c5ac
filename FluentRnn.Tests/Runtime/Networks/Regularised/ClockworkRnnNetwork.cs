using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ClockworkRnnNetwork : Network<ClockworkRnn>
{
    public override int Number => 20;

    public override string Title => "Clockwork RNN";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "the step index";

    public override string Equations => """
        $$
        h_t^{(g)} = \begin{cases} \tanh(W_g x_t + b_g + \sum_{k \ge g} U_{gk} h_{t-1}^{(k)}) & t \bmod 2^g = 0 \\ h_{t-1}^{(g)} & \text{else} \end{cases}
        $$

        Koutník et al. 2014, [arXiv:1402.3511](https://arxiv.org/abs/1402.3511). The step index is a sequence that the call makes itself; which units are active is computed for all steps at once, the
        masked matrix once a call.
        """;

    protected override ClockworkRnn Make() => new(3, 3, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 6);
    }

    protected override Tensor[] Loop(ClockworkRnn net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var groups = new List<Tensor>();
            for (var g = 0; g < 3; g++)
            {
                var before = h.narrow(1, 2 * g, 2);
                var slower = mm(h.narrow(1, 2 * g, 6 - 2 * g), net.recurrent.narrow(0, 2 * g, 6 - 2 * g).narrow(1, 2 * g, 2));
                groups.Add(t % (1 << g) == 0 ? tanh(net.input.call(x.select(1, t)).narrow(1, 2 * g, 2) + slower) : before);
            }

            h = cat(groups, 1);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 6));
        var slowest = net.forward(x, new(h0[0])).Y.narrow(2, 4, 2);

        yield return new("the slowest group stays for four steps", [slowest.slice(1, 0, 9, 4).repeat_interleave(4, 1).narrow(1, 0, 9)], [slowest]);

        using var layer = nn.RNN(3, 6, batchFirst: true).to(ScalarType.Float64);
        Assign(net.periods, ones(6, ScalarType.Int64));
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight);
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias);
        Assign(layer.get_parameter("weight_hh_l0"), (net.recurrent * kron(ones(3, 3).tril(), ones(2, 2))).t());
        Assign(layer.get_parameter("bias_hh_l0"), zeros(6));
        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        yield return new("all periods 1: `nn.RNN` with a block-triangular matrix, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([output.Y, output.State.H!], x, h0));
    }
}
