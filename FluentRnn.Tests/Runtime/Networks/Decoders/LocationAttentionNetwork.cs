using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LocationAttentionNetwork : Network<LocationAttention>
{
    public override int Number => 31;

    public override string Title => "Attention with location and coverage";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "states as long as the memory, a convolution";

    public override string Equations => """
        $$
        \begin{aligned}
        f &= F * [\alpha_{t-1}; \textstyle\sum_{s < t} \alpha_s] \qquad e_j = v^\top \tanh(W h_{t-1} + V m_j + b + U f_j) \\
        \alpha_t &= \mathrm{softmax}(e) \qquad h_t = \mathrm{GRU}([x_t; \textstyle\sum_j \alpha_{t,j} m_j], h_{t-1})
        \end{aligned}
        $$

        Chorowski et al. 2015, [arXiv:1506.07503](https://arxiv.org/abs/1506.07503); coverage of Tu et al. 2016, [arXiv:1601.04811](https://arxiv.org/abs/1601.04811). Two states are as long as the
        memory, which is known only at run time, and a convolution stands in the step.
        """;

    protected override LocationAttention Make() => new(3, 3, 4, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Constant("memory", 6, 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(LocationAttention net, SlotValues values)
    {
        var (x, memory, h) = (values["x"], values["memory"], values["h"]);
        var (y, all) = (new List<Tensor>(), new List<Tensor>());
        var (attention, coverage) = (zeros(values.Batch, 6, ScalarType.Float64), zeros(values.Batch, 6, ScalarType.Float64));
        for (var t = 0; t < values.Steps; t++)
        {
            var places = nn.functional.conv1d(cat([attention.unsqueeze(1), coverage.unsqueeze(1)], 1), net.location.weight, padding: 1);
            var hidden = tanh(net.query.call(h).unsqueeze(1) + net.key.call(memory) + net.place.call(places.permute(0, 2, 1)));
            attention = softmax(hidden.matmul(net.score.weight!.t()).squeeze(2), 1);
            coverage = coverage + attention;
            h = net.cell.call(cat([x.select(1, t), (attention.unsqueeze(2) * memory).sum([1])], 1), h);
            y.Add(h);
            all.Add(attention);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(all), h, attention, coverage];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var output = net.forward(Leaf(2, 9, 3), Leaf(2, 6, 3));

        yield return new("the coverage is the sum of all weights", [output.Attention.sum([1])], [output.State.Coverage!]);
        yield return new("the weights of a step sum to 1", [ones(2, 9)], [output.Attention.sum([2])]);
    }
}
