using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RecurrentWeightedAverageNetwork : Network<RecurrentWeightedAverage>
{
    public override int Number => 15;

    public override string Title => "Recurrent weighted average";

    public override Topic Topic => Topic.Gated;

    public override string Needs => "an initial state that is not zero";

    public override string Equations => """
        $$
        z_i = (W_u x_i + b_u) \odot \tanh(W_g [x_i; h_{i-1}] + b_g) \qquad a_i = W_a [x_i; h_{i-1}] \qquad
        h_t = \tanh\left(\frac{\sum_{i \le t} z_i \odot e^{a_i}}{\sum_{i \le t} e^{a_i}}\right)
        $$

        Ostmeyer and Cowell 2017, [arXiv:1703.01253](https://arxiv.org/abs/1703.01253). Four states of different meaning: the output, the numerator, the denominator, and the largest score.
        """;

    protected override RecurrentWeightedAverage Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(RecurrentWeightedAverage net, SlotValues values)
    {
        var (x, h, y) = (values["x"], values["h"], new List<Tensor>());
        var (numerator, denominator) = (zeros_like(h), zeros_like(h));
        var largest = full_like(h, -1e30);
        for (var t = 0; t < values.Steps; t++)
        {
            var xh = cat([x.select(1, t), h], 1);
            var (z, a) = (net.u.call(x.select(1, t)) * tanh(net.g.call(xh)), net.a.call(xh));
            var larger = maximum(largest, a);
            numerator = numerator * exp(largest - larger) + z * exp(a - larger);
            denominator = denominator * exp(largest - larger) + exp(a - larger);
            largest = larger;
            h = tanh(numerator / denominator);
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, numerator, denominator, largest];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));
        var output = net.forward(x, new(h0));

        // What the outputs were before each step gives all terms, and the average is taken as it is defined.
        var xh = cat([x, cat([h0.unsqueeze(1), output.Y.narrow(1, 0, 8)], 1)], 2);
        var (z, a) = (net.u.call(x) * tanh(net.g.call(xh)), net.a.call(xh));
        var averages = Enumerable.Range(1, 9).Select(t => (softmax(a.narrow(1, 0, t), 1) * z.narrow(1, 0, t)).sum([1])).ToList();

        yield return new("the average over all steps so far, as it is defined", [tanh(stack(averages, 1))], [output.Y]);
    }
}
