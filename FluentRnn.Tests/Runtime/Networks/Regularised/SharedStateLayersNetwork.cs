using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class SharedStateLayersNetwork : Network<SharedStateLayers>
{
    public override int Number => 25;

    public override string Title => "Layers that share a state";

    public override Topic Topic => Topic.Regularised;

    public override string Equations => """
        $$h^{(1)} = S_1(x_t, h_{t-1}) \qquad h_t = S_2(h^{(1)}, h^{(1)})$$

        $S_1$, $S_2$ are GRU cells. The layers of recurrentshop share their states in this way when `state_sync` is on.
        """;

    protected override SharedStateLayers Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(SharedStateLayers net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = net.lower.call(x.select(1, t), h);
            h = net.upper.call(h, h);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.GRU(3, 4, batchFirst: true).to(ScalarType.Float64);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]) Assign(layer.get_parameter(name + "_l0"), net.lower.get_parameter(name));
        using (no_grad()) net.upper.get_parameter("bias_ih")!.narrow(0, 4, 4).fill_(1000);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(1, 2, 4));

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        yield return new("an upper layer that keeps everything: `nn.GRU`, values and gradients", WithGradients([y, h[0]], x, h0), WithGradients([output.Y, output.State.H!], x, h0));
    }
}
