using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class SkipRnnNetwork : Network<SkipRnn>
{
    public override int Number => 22;

    public override string Title => "Skip RNN";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "a binary gate";

    public override string Equations => """
        $$
        \begin{aligned}
        u_t &= \mathrm{round}(\tilde u_t) \qquad h_t = u_t \, S(h_{t-1}, x_t) + (1 - u_t) \, h_{t-1} \\
        \Delta \tilde u_t &= \sigma(W h_t + b) \\
        \tilde u_{t+1} &= u_t \, \Delta \tilde u_t + (1 - u_t) (\tilde u_t + \min(\Delta \tilde u_t, 1 - \tilde u_t))
        \end{aligned}
        $$

        Campos et al. 2017, [arXiv:1708.06834](https://arxiv.org/abs/1708.06834); $S$ is an Elman cell. It starts with $\tilde u = 1$: the first step is never skipped.
        """;

    protected override SkipRnn Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(SkipRnn net, SlotValues values)
    {
        var (x, h, y, all) = (values["x"], values["h"], new List<Tensor>(), new List<Tensor>());
        var update = ones(values.Batch, 1, ScalarType.Float64);
        for (var t = 0; t < values.Steps; t++)
        {
            var u = update.round().detach() - update.detach() + update;
            h = u * net.cell.call(x.select(1, t), h) + (1 - u) * h;
            var increment = sigmoid(net.gate.call(h));
            update = u * increment + (1 - u) * (update + minimum(increment, 1 - update));
            y.Add(h);
            all.Add(u);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(all), h, update];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.RNN(3, 4, batchFirst: true).to(ScalarType.Float64);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]) Assign(layer.get_parameter(name + "_l0"), net.cell.get_parameter(name));
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        Assign(net.gate.bias, full(1, 1000));
        var (y, h) = layer.call(x, h0);
        var every = net.forward(x, new(h0[0]));

        yield return new("a gate that always updates: `nn.RNN`, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([every.Y, every.State.H!], x, h0));

        // An increment of 0.2 is rounded up at its third sum: every third step updates.
        Assign(net.gate.weight, zeros(1, 4));
        Assign(net.gate.bias, tensor(new[] { Math.Log(0.2 / 0.8) }));
        var third = net.forward(x, new(h0[0]));
        var (thirdY, _) = layer.call(x.slice(1, 0, 9, 3), h0);

        yield return new("an increment of 0.2: `nn.RNN` on every third step", [thirdY.repeat_interleave(3, 1)], [third.Y]);
    }
}
