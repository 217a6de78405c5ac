using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class AttentionDecoderNetwork : Network<AttentionDecoder>
{
    public override int Number => 28;

    public override string Title => "Additive attention";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a memory of any length, a mask, tokens fed back";

    public override string Equations => """
        $$
        \begin{aligned}
        e_j &= v^\top \tanh(U m_j + b + W h_{t-1}) \qquad \alpha = \mathrm{softmax}(e) \qquad r = \sum_j \alpha_j m_j \\
        h_t &= \mathrm{GRU}([E_{w_{t-1}}; r], h_{t-1}) \qquad w_t = \arg\max (V h_t + c)
        \end{aligned}
        $$

        Bahdanau, Cho and Bengio 2015, [arXiv:1409.0473](https://arxiv.org/abs/1409.0473). The memory is a constant whose length is known only at run time, with a mask; $U m_j + b$ is
        computed once a call. The token written is the next one read.
        """;

    protected override AttentionDecoder Make() => new(5, 3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Constant("memory", 6, 3);
        values.Constant("present", arange(6).unsqueeze(0) <= 2 + arange(values.Batch).unsqueeze(1));
        values.State("h", 4);
        values.State("token", randint(0, 5, [values.Batch]));
    }

    protected override Tensor[] Loop(AttentionDecoder net, SlotValues values)
    {
        var (memory, h, token) = (values["memory"], values["h"], values["token"]);
        var (logits, attention) = (new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var energy = tanh(net.key.call(memory) + net.query.call(h).unsqueeze(1)).matmul(net.score.weight!.t()).squeeze(2);
            attention.Add(softmax(where(values["present"], energy, full_like(energy, -1e9)), 1));
            var read = (attention[t].unsqueeze(2) * memory).sum([1]);
            h = net.cell.call(cat([net.embed.call(token), read], 1), h);
            logits.Add(net.readout.call(h));
            token = logits[t].argmax(1);
        }

        return [SlotValues.Stack(logits), SlotValues.Stack(attention), h, token];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (memory, garbage, h0, token) = (Leaf(2, 1, 3), Leaf(2, 4, 3), Leaf(2, 4), randint(0, 5, [2]));
        var one = net.forward(memory, ones(2, 1, dtype: ScalarType.Bool), new(h0, token), steps: 6);
        var padded = net.forward(
            cat([memory, garbage], 1), cat([ones(2, 1, dtype: ScalarType.Bool), zeros(2, 4, dtype: ScalarType.Bool)], 1), new(h0, token), steps: 6);

        // There is one thing to attend to: it is read at every step.
        var (h, previous, logits) = (h0, token, new List<Tensor>());
        for (var t = 0; t < 6; t++)
        {
            h = net.cell.call(cat([net.embed.call(previous), memory.squeeze(1)], 1), h);
            logits.Add(net.readout.call(h));
            previous = logits[t].argmax(1);
        }

        yield return new("a memory of one element: a constant context, values and gradients", WithGradients([SlotValues.Stack(logits)], memory, h0), WithGradients([one.Logits], memory, h0));
        yield return new("what is masked is not read, values and gradients", WithGradients([one.Logits], memory, h0), WithGradients([padded.Logits], memory, h0));
    }
}
