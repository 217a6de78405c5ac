using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LuongDecoderNetwork : Network<LuongDecoder>
{
    public override int Number => 29;

    public override string Title => "Multiplicative attention with input feeding";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a memory of any length";

    public override string Equations => """
        $$
        \begin{aligned}
        (h_t, c_t) &= \mathrm{LSTM}([E_{w_t}; \tilde h_{t-1}], h_{t-1}, c_{t-1}) \\
        \alpha &= \mathrm{softmax}_j(h_t^\top W m_j) \qquad r = \sum_j \alpha_j m_j \\
        \tilde h_t &= \tanh(W_c [r; h_t]) \qquad \text{logits} = V \tilde h_t + b
        \end{aligned}
        $$

        Luong, Pham and Manning 2015, [arXiv:1508.04025](https://arxiv.org/abs/1508.04025), the score *general*.
        """;

    protected override LuongDecoder Make() => new(5, 3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("token", randint(0, 5, [values.Batch, values.Steps]));
        values.Constant("memory", 6, 3);
        values.State("h", 4);
        values.State("c", 4);
        values.State("attentional", 4);
    }

    protected override Tensor[] Loop(LuongDecoder net, SlotValues values)
    {
        var (memory, h, c, attentional) = (values["memory"], values["h"], values["c"], values["attentional"]);
        var (logits, attention) = (new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.cell.call(cat([net.embed.call(values["token"].select(1, t)), attentional], 1), (h, c));
            attention.Add(softmax((net.key.call(memory) * h.unsqueeze(1)).sum([2]), 1));
            var context = (attention[t].unsqueeze(2) * memory).sum([1]);
            attentional = tanh(net.combine.call(cat([context, h], 1)));
            logits.Add(net.readout.call(attentional));
        }

        return [SlotValues.Stack(logits), SlotValues.Stack(attention), h, c, attentional];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (tokens, memory, h0) = (randint(0, 5, [2, 7]), Leaf(2, 6, 3), Leaf(2, 4));
        var order = randperm(6);
        var (straight, shuffled) = (net.forward(tokens, memory, new(h0)), net.forward(tokens, memory.index_select(1, order), new(h0)));

        yield return new(
            "a memory in another order: the same logits, and the attention in that order, values and gradients",
            WithGradients([straight.Logits, straight.Attention.index_select(2, order)], memory, h0),
            WithGradients([shuffled.Logits, shuffled.Attention], memory, h0));
    }
}
