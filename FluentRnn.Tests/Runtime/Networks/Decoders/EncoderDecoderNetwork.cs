using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class EncoderDecoderNetwork : Network<EncoderDecoder.Decoder>
{
    public override int Number => 26;

    public override string Title => "Encoder and decoder";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "two containers, an initial state from a constant, feedback";

    public override string Equations => """
        $$
        \begin{aligned}
        e_t &= \mathrm{GRU}(x_t, e_{t-1}) \qquad s = e_T \\
        h_0 &= \tanh(W s + b) \\
        h_t &= \mathrm{GRU}([y_{t-1}; s], h_{t-1}) \qquad y_t = V [h_t; y_{t-1}; s] + c
        \end{aligned}
        $$

        Cho et al. 2014, [arXiv:1406.1078](https://arxiv.org/abs/1406.1078); Sutskever, Vinyals and Le 2014, [arXiv:1409.3215](https://arxiv.org/abs/1409.3215). Two containers: the last
        output of the first is a constant of the second. The output is fed back; in training a teacher may replace it.
        """;

    protected override EncoderDecoder.Decoder Make() => new(3, 4, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Constant("summary", 3);
        values.State("y", 2);
    }

    protected override Tensor[] Loop(EncoderDecoder.Decoder net, SlotValues values)
    {
        var (s, previous, y) = (values["summary"], values["y"], new List<Tensor>());
        var h = tanh(net.start.call(s));
        for (var t = 0; t < values.Steps; t++)
        {
            h = net.cell.call(cat([previous, s], 1), h);
            previous = net.readout.call(cat([h, previous, s], 1));
            y.Add(previous);
        }

        return [SlotValues.Stack(y), h, previous];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var encoder = new EncoderDecoder.Encoder(3, 3, dtype: ScalarType.Float64) { Executor = executor };
        using var decoder = Make(executor);
        using var layer = nn.GRU(3, 3, batchFirst: true).to(ScalarType.Float64);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]) Assign(layer.get_parameter(name + "_l0"), encoder.cell.get_parameter(name));
        var (x, target) = (Leaf(2, 9, 3), Leaf(2, 5, 2));

        var read = encoder.forward(x).Summary;
        var (free, taught) = (decoder.forward(read, steps: 5), decoder.forward(read, yTarget: target, steps: 5));

        yield return new("`nn.GRU` into a loop over `GRUCell`, free running, values and gradients", WithGradients([Write(null)], x), WithGradients([free.Y], x));
        yield return new("the same, taught", WithGradients([Write(target)], x, target), WithGradients([taught.Y], x, target));

        Tensor Write(Tensor? teacher)
        {
            var s = layer.call(x).Item1.select(1, 8);
            var (h, previous, y) = (tanh(decoder.start.call(s)), zeros(2, 2, ScalarType.Float64), new List<Tensor>());
            for (var t = 0; t < 5; t++)
            {
                h = decoder.cell.call(cat([previous, s], 1), h);
                y.Add(decoder.readout.call(cat([h, previous, s], 1)));
                previous = teacher?.select(1, t) ?? y[t];
            }

            return SlotValues.Stack(y);
        }
    }
}
