using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class EchoStateNetwork : Network<EchoState>
{
    public override int Number => 16;

    public override string Title => "Echo state network";

    public override Topic Topic => Topic.Gated;

    public override string Needs => "weights that are not trained";

    public override string Equations => """
        $$h_t = (1 - \alpha) h_{t-1} + \alpha \tanh(W x_t + U h_{t-1}) \qquad y_t = V h_t + c$$

        Jaeger 2001, with leaking units. $W$ and $U$ are random and stay as they are: the container declares them as buffers, so only the readout has gradients.
        """;

    protected override EchoState Make() => new(3, 6, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 6);
    }

    protected override Tensor[] Loop(EchoState net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = 0.5 * h + 0.5 * tanh(mm(x.select(1, t), net.input) + mm(h, net.recurrent));
            y.Add(net.readout.call(h));
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, one, other) = (Leaf(2, 600, 3), Leaf(2, 6), Leaf(2, 6));

        yield return new("two initial states end in the same one after 600 steps", [net.forward(x, new(one)).State.H!], [net.forward(x, new(other)).State.H!]);
        yield return new("the trained numbers are those of the readout", [tensor((long)(2 * 6 + 2))], [tensor(net.parameters().Sum(parameter => parameter.numel()))]);
    }
}
