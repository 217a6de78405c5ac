using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class FastWeightsNetwork : Network<FastWeights>
{
    public override int Number => 42;

    public override string Title => "Fast weights";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a matrix state, an inner loop";

    public override string Equations => """
        $$A_t = \lambda A_{t-1} + \eta\, h_{t-1} h_{t-1}^\top \qquad h^{(0)} = \tanh(s),\quad h^{(i+1)} = \tanh(s + A_t h^{(i)}),\quad s = W [x_t, h_{t-1}] + b$$

        Ba et al. 2016, [arXiv:1610.06258](https://arxiv.org/abs/1610.06258), without layer normalization; $\lambda = 0.9$, $\eta = 0.5$, two inner rounds.
        """;

    protected override FastWeights Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("fast", 4, 4);
    }

    protected override Tensor[] Loop(FastWeights net, SlotValues values)
    {
        var (x, h, fast, y) = (values["x"], values["h"], values["fast"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            fast = 0.9f * fast + 0.5f * einsum("bi,bj->bij", h, h);
            var start = net.cell.call(cat([x.select(1, t), h], 1));
            var inner = tanh(start + einsum("bi,bij->bj", tanh(start), fast));
            h = tanh(start + einsum("bi,bij->bj", inner, fast));
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, fast];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));
        var output = net.forward(x, new(h0));
        yield return new("attention to all earlier states, without the matrix, values and gradients", WithGradients([Attending(net, x, h0)], x, h0), WithGradients([output.Y], x, h0));
    }

    /// <summary>The paper's equation 6: A·h is the sum of the earlier states, each by its scalar product with h and how long ago it was.</summary>
    static Tensor Attending(FastWeights net, Tensor x, Tensor h)
    {
        var earlier = new List<Tensor>();
        for (var t = 0; t < x.shape[1]; t++)
        {
            earlier.Add(h);
            var (past, age) = (stack(earlier, 1), arange(earlier.Count - 1, -1, -1, ScalarType.Float64));
            var start = net.cell.call(cat([x.select(1, t), h], 1));
            Tensor Recall(Tensor key) => (0.5f * pow(0.9f, age) * einsum("bth,bh->bt", past, key)).unsqueeze(1).bmm(past).squeeze(1);
            h = tanh(start + Recall(tanh(start + Recall(tanh(start)))));
        }

        return stack([.. earlier.Skip(1), h], 1);
    }
}
