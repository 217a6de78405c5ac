using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ConstantToSequence(Arguments a) => ConstantToSequence(a, teach: false);

    static Sample ConstantToSequenceTaught(Arguments a) => ConstantToSequence(a, teach: true);

    static Sample ConstantToSequence(Arguments a, bool teach)
    {
        var net = new ConstantToSequence(5, 3, 4, dtype: ScalarType.Float64);
        var (context, h0, c0, previous0) = (a.Constant(3), a.Constant(4), a.Constant(4), a.Constant(5));
        var target = teach ? a.Sequence(5) : null;
        return Sample.Of(net, a, () => net.forward(context, new(h0, c0, previous0), target, steps: (int)a.Steps), () =>
        {
            var (h, c, previous, logits) = (h0, c0, previous0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                if (teach && t > 0) previous = target!.select(1, t - 1);
                (h, c) = net.cell.call(cat([previous, context], 1), (h, c));
                logits.Add(net.readout.call(h));
                previous = softmax(logits[^1], 1);
            }

            return [a.Stacked(logits, 5), a.Steps == 0 ? a.NoLast(4) : h, h, c, previous];
        });
    }
}
