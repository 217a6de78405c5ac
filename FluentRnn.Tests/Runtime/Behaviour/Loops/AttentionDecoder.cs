using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample AttentionDecoder(Arguments a) => AttentionDecoder(a, teach: false);

    static Sample AttentionDecoderTaught(Arguments a) => AttentionDecoder(a, teach: true);

    static Sample AttentionDecoder(Arguments a, bool teach)
    {
        const int Vocab = 6, Length = 5;
        var net = new AttentionDecoder(Vocab, 3, 4, dtype: ScalarType.Float64);
        var (memory, h0) = (a.Constant(Length, 3), a.Constant(4));
        var present = arange(Length).unsqueeze(0).lt(randint(1, Length + 1, [a.Batch, 1]));
        var token0 = randint(0, Vocab, [a.Batch]);
        var target = teach ? randint(0, Vocab, [a.Batch, a.Steps]) : null;
        return Sample.Of(net, a, () => net.forward(memory, present, new(h0, token0), target, steps: (int)a.Steps), () =>
        {
            var (h, token, logits, weights) = (h0, token0, new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                if (teach && t > 0) token = target!.select(1, t - 1);
                var energy = net.score.call(tanh(net.key.call(memory) + net.query.call(h).unsqueeze(1))).squeeze(2);
                var attention = softmax(energy.masked_fill(present.logical_not(), -1e9), 1);
                var read = (attention.unsqueeze(2) * memory).sum(dim: 1);
                h = net.cell.call(cat([net.embed.call(token), read], 1), h);
                logits.Add(net.readout.call(h));
                weights.Add(attention);
                token = logits[^1].argmax(1);
            }

            return [a.Stacked(logits, Vocab), a.Stacked(weights, Length), h, token];
        });
    }
}
