using FluentRnn.Tests.Containers;
using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class JordanNetwork : Network<Jordan>
{
    public override int Number => 2;

    public override string Title => "Jordan network";

    public override Topic Topic => Topic.Gated;

    public override string Equations => """
        $$y_t = V \tanh(W x_t + U y_{t-1} + b) + c$$

        Jordan 1986.
        """;

    protected override Jordan Make() => new(3, 4, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("y", 2);
    }

    protected override Tensor[] Loop(Jordan net, SlotValues values)
    {
        var (x, y, all) = (values["x"], values["y"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            y = net.readout.call(tanh(net.input.call(x.select(1, t)) + net.feedback.call(y)));
            all.Add(y);
        }

        return [SlotValues.Stack(all), y];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = new Jordan(3, 4, 4, dtype: ScalarType.Float64) { Executor = executor };
        using var elman = new ElmanRnn(3, 4, dtype: ScalarType.Float64);
        Assign(net.readout.weight, eye(4));
        Assign(net.readout.bias, zeros(4));
        Assign(elman.W, net.input.weight!.t());
        Assign(elman.U, net.feedback.weight!.t());
        Assign(elman.b, net.input.bias);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));

        var (expected, actual) = (elman.forward(x, new(h0)), net.forward(x, new(h0)));

        yield return new("the identity as readout: the Elman network, values and gradients", WithGradients([expected.Y], x, h0), WithGradients([actual.Y], x, h0));
    }
}
