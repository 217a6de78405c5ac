using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class CachedAttentionNetwork : Network<CachedAttention>
{
    public override int Number => 49;

    public override string Title => "Self-attention with a cache";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "states that grow";

    public override bool HoldsRows => false;

    public override string Equations => """
        $$
        q_t = W_q x_t + b_q \qquad K_t = [K_{t-1}; W_k x_t + b_k] \qquad V_t = [V_{t-1}; W_v x_t + b_v] \qquad y_t = \mathrm{softmax}(K_t q_t / \sqrt{d})^\top V_t
        $$

        Causal attention of Vaswani et al. 2017, [arXiv:1706.03762](https://arxiv.org/abs/1706.03762), step by step. The states grow by one row a step, so they are given, empty, at the beginning; and
        no row can hold them while others go on: `lengths` and `mask` cannot be used.
        """;

    protected override CachedAttention Make() => new(4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 4);
        values.State("keys", 2, 4);
        values.State("memory", 2, 4);
    }

    protected override Tensor[] Loop(CachedAttention net, SlotValues values)
    {
        var (keys, memory, y) = (values["keys"], values["memory"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var x = values["x"].narrow(1, t, 1);
            keys = cat([keys, net.key.call(x)], 1);
            memory = cat([memory, net.value.call(x)], 1);
            y.Add((softmax(matmul(net.query.call(x), keys.transpose(1, 2)) / 2, 2).matmul(memory)).squeeze(1));
        }

        return [SlotValues.Stack(y), keys, memory];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 4);
        var nothing = zeros(2, 0, 4, ScalarType.Float64);
        var expected = nn.functional.scaled_dot_product_attention(net.query.call(x), net.key.call(x), net.value.call(x), is_casual: true);

        yield return new(
            "`scaled_dot_product_attention`, causal, values and gradients", WithGradients([expected], x), WithGradients([net.forward(x, new(nothing, nothing)).Y], x));
    }
}
