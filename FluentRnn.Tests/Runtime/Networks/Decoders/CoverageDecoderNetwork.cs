using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class CoverageDecoderNetwork : Network<CoverageDecoder>
{
    public override int Number => 36;

    public override string Title => "Coverage, decoded with a beam";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a state as long as the memory, beam search";

    public override string Equations => """
        $$
        \begin{aligned}
        e_j &= v^\top \tanh(W h_{t-1} + V m_j + b + w_c \, C_{t-1,j}) \qquad \alpha = \mathrm{softmax}(e) \qquad C_t = C_{t-1} + \alpha \\
        h_t &= \mathrm{GRU}([E_{w_{t-1}}; \textstyle\sum_j \alpha_j m_j], h_{t-1}) \qquad \text{coverage loss} = \sum_j \min(\alpha_j, C_{t-1,j})
        \end{aligned}
        $$

        See, Liu and Manning 2017, [arXiv:1704.04368](https://arxiv.org/abs/1704.04368), without the pointer. Beam search reorders every state, also the coverage.
        """;

    protected override CoverageDecoder Make() => new(5, 3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Constant("memory", 6, 3);
        values.State("h", 4);
        values.State("token", randint(0, 5, [values.Batch]));
    }

    protected override Tensor[] Loop(CoverageDecoder net, SlotValues values)
    {
        var (memory, h, token) = (values["memory"], values["h"], values["token"]);
        var (logits, losses, coverage) = (new List<Tensor>(), new List<Tensor>(), zeros(values.Batch, 6, ScalarType.Float64));
        for (var t = 0; t < values.Steps; t++)
        {
            var features = tanh(net.query.call(h).unsqueeze(1) + net.key.call(memory) + coverage.unsqueeze(2) * net.covered.weight!.view(1, 1, 4));
            var attention = softmax(features.matmul(net.score.weight!.t()).squeeze(2), 1);
            h = net.cell.call(cat([net.embed.call(token), (attention.unsqueeze(2) * memory).sum([1])], 1), h);
            logits.Add(net.readout.call(h));
            losses.Add(minimum(attention, coverage).sum([1]));
            coverage = coverage + attention;
            token = logits[t].argmax(1);
        }

        return [SlotValues.Stack(logits), SlotValues.Stack(losses), h, coverage, token];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        const int Vocab = 3, Length = 4;
        using var net = new CoverageDecoder(Vocab, 3, 4, dtype: ScalarType.Float64) { Executor = executor };
        using (no_grad())
        {
            foreach (var parameter in net.parameters()) parameter.mul_(3);
        }

        // Every text there is, with the length penalty of Wu et al. 2016; here all are of one length.
        var memory = Random(1, 5, 3);
        var all = cartesian_prod([.. Enumerable.Repeat(arange(Vocab), Length)]);
        var scored = net.forward(memory.expand(all.shape[0], 5, 3), tokenTarget: all, steps: Length);
        var sums = scored.Logits.log_softmax(2).gather(2, all.unsqueeze(2)).sum([1, 2]).detach();
        var order = sums.argsort(descending: true).narrow(0, 0, 3);

        var found = net.Decode(new(memory), Length, scores: output => output.Logits).NBest(3, width: 81, lengthPenalty: 0.6);

        yield return new("a wide beam: the three best of all texts, and their probabilities", [all.index_select(0, order), sums.index_select(0, order)], [found.Tokens[0], found.Scores[0]]);
        yield return new("what was covered goes with its hypothesis", [scored.State.Coverage!.index_select(0, order)], [found.State.Coverage!]);
    }
}
