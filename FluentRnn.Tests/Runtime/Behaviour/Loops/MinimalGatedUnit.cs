using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample MinimalGatedUnit(Arguments a)
    {
        var net = new MinimalGatedUnit(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var f = sigmoid(net.forget.call(cat([x.select(1, t), h], 1)));
                h = (1 - f) * h + f * tanh(net.candidate.call(cat([x.select(1, t), f * h], 1)));
                y.Add(h);
            }

            return [a.Stacked(y, 4), h];
        });
    }
}
