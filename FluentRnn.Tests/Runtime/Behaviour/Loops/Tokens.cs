using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Tokens(Arguments a)
    {
        var net = new Tokens(6, 3, 4, dtype: ScalarType.Float64);
        var (token, x, h0, best0) = (randint(0, 6, [a.Batch, a.Steps]), a.Sequence(3), a.Constant(4), randint(0, 6, [a.Batch]));
        return Sample.Of(net, a, () => net.forward(token, x, new(h0, best0)), () =>
        {
            var (h, best, seen) = (h0, best0, zeros(a.Batch, ScalarType.Bool));
            var (logits, chosen) = (new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = net.cell.call(net.embed.call(token.select(1, t)) + net.embed.call(best) * x.select(1, t), h);
                logits.Add(net.readout.call(h));
                chosen.Add(best);
                best = logits[^1].argmax(1);
                seen = seen.logical_or(token.select(1, t) == 0);
            }

            return [a.Stacked(logits, 6), a.Steps == 0 ? zeros(a.Batch, 0, ScalarType.Int64) : stack(chosen, 1), h, best, seen];
        });
    }
}
