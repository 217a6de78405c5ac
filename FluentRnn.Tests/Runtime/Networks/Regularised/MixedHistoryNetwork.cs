using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MixedHistoryNetwork : Network<MixedHistory>
{
    public override int Number => 23;

    public override string Title => "Mixed history";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "states of several steps ago";

    public override string Equations => """
        $$h_t = \tanh(W x_t + U_1 h_{t-1} + U_2 h_{t-2} + U_4 h_{t-4} + b)$$

        The NARX network of Lin et al. 1996 without the output; lags that are powers of two are those of DiPietro et al. 2017, [arXiv:1702.07805](https://arxiv.org/abs/1702.07805). `Lag(slot, k)` carries the last $k$ values.
        """;

    protected override MixedHistory Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h1", 4);
        values.State("h2", 2, 4);
        values.State("h4", 4, 4);
    }

    protected override Tensor[] Loop(MixedHistory net, SlotValues values)
    {
        var (x, y) = (values["x"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var (one, two, four) = (t < 1 ? values["h1"] : y[t - 1], Old("h2", 2, t), Old("h4", 4, t));
            y.Add(tanh(net.input.call(x.select(1, t)) + net.one.call(one) + net.two.call(two) + net.four.call(four)));
        }

        return [SlotValues.Stack(y), y[^1], Last("h2", 2), Last("h4", 4)];

        Tensor Old(string slot, int lag, int t) => t < lag ? values[slot].select(1, t) : y[t - lag];

        Tensor Last(string slot, int lag) => cat([values[slot], SlotValues.Stack(y)], 1).narrow(1, values.Steps, lag);
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var layer = nn.RNN(3, 4, batchFirst: true).to(ScalarType.Float64);
        Assign(net.one.weight, zeros(4, 4));
        Assign(net.two.weight, zeros(4, 4));
        Assign(layer.get_parameter("weight_ih_l0"), net.input.weight);
        Assign(layer.get_parameter("weight_hh_l0"), net.four.weight);
        Assign(layer.get_parameter("bias_ih_l0"), net.input.bias);
        Assign(layer.get_parameter("bias_hh_l0"), zeros(4));
        var x = Leaf(2, 12, 3);

        // Four networks that run in turns: row (b, i) of the layer has the steps i, i + 4, i + 8.
        var (interleaved, _) = layer.call(x.view(2, 3, 4, 3).transpose(1, 2).reshape(8, 3, 3));
        var expected = interleaved.view(2, 4, 3, 4).transpose(1, 2).reshape(2, 12, 4);

        yield return new("the lag of four alone: four `nn.RNN` in turns, values and gradients", WithGradients([expected], x), WithGradients([net.forward(x).Y], x));
    }
}
