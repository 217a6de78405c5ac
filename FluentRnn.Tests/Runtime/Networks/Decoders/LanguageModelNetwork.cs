using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LanguageModelNetwork : Network<LanguageModel>
{
    public override int Number => 27;

    public override string Title => "Language model with token feedback";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "tokens fed back, states of chosen rows";

    public override string Equations => """
        $$(h_t, c_t) = \mathrm{LSTM}(E_{w_{t-1}}, h_{t-1}, c_{t-1}) \qquad p_t = \mathrm{softmax}(V h_t + b) \qquad w_t = \arg\max p_t \text{, drawn from } p_t \text{, found by beam search, or given by a teacher}$$

        Taught in training, it writes by itself. `step` and `State.Select` are all that beam search needs: every state goes with its text.
        """;

    protected override LanguageModel Make() => new(5, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.State("h", 4);
        values.State("c", 4);
        values.State("token", randint(0, 5, [values.Batch]));
    }

    protected override Tensor[] Loop(LanguageModel net, SlotValues values)
    {
        var (h, c, token, logits) = (values["h"], values["c"], values["token"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.cell.call(net.embed.call(token), (h, c));
            logits.Add(net.readout.call(h));
            token = logits[t].argmax(1);
        }

        return [SlotValues.Stack(logits), h, c, token];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        const int Vocab = 3, Length = 4;
        using var net = new LanguageModel(Vocab, 4, dtype: ScalarType.Float64) { Executor = executor };
        var (text, begin) = (randint(0, Vocab, [2, 9]), new LanguageModel.State(Token: zeros(2, ScalarType.Int64)));
        using var layer = nn.LSTM(4, 4, batchFirst: true).to(ScalarType.Float64);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]) Assign(layer.get_parameter(name + "_l0"), net.cell.get_parameter(name));
        var read = net.embed.call(cat([zeros(2, 1, ScalarType.Int64), text.narrow(1, 0, 8)], 1));
        var expected = net.readout.call(layer.call(read).Item1);
        var taught = net.forward(begin, tokenTarget: text, steps: 9);

        yield return new("taught: `nn.LSTM` on the text, values and gradients", WithGradients([expected], net.embed.weight!), WithGradients([taught.Logits], net.embed.weight!));

        // Every text there is, scored with itself as teacher.
        var all = stack([.. Enumerable.Range(0, Length).Select(t => arange(81).floor_divide((long)Math.Pow(Vocab, t)).remainder(Vocab))], 1);
        var logits = net.forward(new(Token: zeros(81, ScalarType.Int64)), tokenTarget: all, steps: Length).Logits;
        var best = logits.log_softmax(2).gather(2, all.unsqueeze(2)).sum([1, 2]).argmax();
        var free = net.forward(new(Token: zeros(1, ScalarType.Int64)), steps: Length).Logits.argmax(2);

        yield return new("a beam of 1: free running", [free], [Beam(1)]);
        yield return new("a wide beam: the best of all texts", [all.index_select(0, best.unsqueeze(0))], [Beam(81)]);

        // Beam search by hand: the states of the best texts go on, whichever rows they were.
        Tensor Beam(int width)
        {
            LanguageModel.State? state = new(Token: zeros(1, ScalarType.Int64));
            var (texts, scores) = (zeros(1, 0, ScalarType.Int64), zeros(1, ScalarType.Float64));
            for (var t = 0; t < Length; t++)
            {
                var output = net.step(state);
                var candidates = (scores.unsqueeze(1) + output.Logits.log_softmax(1)).flatten();
                (scores, var chosen) = candidates.topk((int)Math.Min(width, candidates.numel()));
                var (rows, token) = (chosen.floor_divide(Vocab), chosen.remainder(Vocab));
                state = output.State.Select(rows) with { Token = token };
                texts = cat([texts.index_select(0, rows), token.unsqueeze(1)], 1);
            }

            return texts.narrow(0, 0, 1);
        }
    }
}
