using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample SimpleRecurrentUnit(Arguments a)
    {
        var net = new SimpleRecurrentUnit(4, dtype: ScalarType.Float64);
        var (x, c0) = (a.Sequence(4), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(c0)), () =>
        {
            var (c, y) = (c0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var now = x.select(1, t);
                var (f, r) = (sigmoid(net.forget.call(now)), sigmoid(net.reset.call(now)));
                c = f * c + (1 - f) * net.candidate.call(now);
                y.Add(r * tanh(c) + (1 - r) * now);
            }

            return [a.Stacked(y, 4), c];
        });
    }
}
