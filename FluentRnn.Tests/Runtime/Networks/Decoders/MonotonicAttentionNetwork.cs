using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MonotonicAttentionNetwork : Network<MonotonicAttention>
{
    public override int Number => 32;

    public override string Title => "Monotonic attention";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a state as long as the memory, another step in evaluation";

    public override bool TrainingMatters => true;

    public override string Equations => """
        $$
        p_j = \sigma(v^\top \tanh(W h_{t-1} + V m_j + b) + r) \qquad
        \alpha_{t,j} = p_j \sum_{k \le j} \alpha_{t-1,k} \prod_{l=k}^{j-1} (1 - p_l) \qquad h_t = \mathrm{GRU}([x_t; \textstyle\sum_j \alpha_{t,j} m_j], h_{t-1})
        $$

        Raffel et al. 2017, [arXiv:1704.00784](https://arxiv.org/abs/1704.00784), without the noise before the sigmoid. In evaluation the pointer stops at the first element from where it stands
        whose $p$ is above one half. The sum is computed by cumulative products and sums, as the paper does.
        """;

    protected override MonotonicAttention Make() => new(3, 3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Constant("memory", 6, 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(MonotonicAttention net, SlotValues values)
    {
        var (x, memory, h) = (values["x"], values["memory"], values["h"]);
        var (y, chosen, all) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        var attention = cat([ones(values.Batch, 1, ScalarType.Float64), zeros(values.Batch, 5, ScalarType.Float64)], 1);
        for (var t = 0; t < values.Steps; t++)
        {
            var p = sigmoid(net.score.call(tanh(net.query.call(h).unsqueeze(1) + net.key.call(memory))).squeeze(2));
            if (!net.training) p = (p > 0.5).to(p.dtype);
            attention = Expectation(p, attention);
            h = net.cell.call(cat([x.select(1, t), (attention.unsqueeze(2) * memory).sum([1])], 1), h);
            y.Add(h);
            chosen.Add(p);
            all.Add(attention);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(chosen), SlotValues.Stack(all), h, attention];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        net.eval();
        Assign(net.score.bias, zeros(1));
        var output = net.forward(Leaf(4, 9, 3), Leaf(4, 6, 3));

        // A pointer that looks for the next element to stop at, from where it stands.
        var pointed = zeros_like(output.Attention);
        for (var row = 0; row < 4; row++)
        {
            var pointer = 0L;
            for (var t = 0; t < 9; t++)
            {
                while (pointer < 6 && output.Choose[row, t, pointer].ToDouble() == 0) pointer++;
                if (pointer < 6) pointed[row, t, pointer] = 1;
            }
        }

        yield return new("in evaluation: a pointer that moves forward", [pointed], [output.Attention]);

        net.train();
        var expected = net.forward(Leaf(4, 9, 3), Leaf(4, 6, 3));
        var (choose, before) = (expected.Choose, cat([zeros_like(expected.Attention.narrow(1, 0, 1)), expected.Attention.narrow(1, 0, 8)], 1));
        using (no_grad()) before.select(1, 0).select(1, 0).fill_(1);
        var first = Enumerable.Range(0, 9).Select(t => Expectation(choose.select(1, t), before.select(1, t))).ToList();

        yield return new("in training: the recursion over the elements of the memory", [stack(first, 1)], [expected.Attention]);
    }

    /// <summary>α by the recursion that defines it: the pointer is at j when it came there, or stood there, and stopped.</summary>
    static Tensor Expectation(Tensor p, Tensor before)
    {
        var (all, arrives) = (new List<Tensor>(), zeros_like(p.select(1, 0)));
        for (var j = 0; j < p.shape[1]; j++)
        {
            arrives = (j == 0 ? arrives : (1 - p.select(1, j - 1)) * arrives) + before.select(1, j);
            all.Add(p.select(1, j) * arrives);
        }

        return stack(all, 1);
    }
}
