using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ThreeWays(Arguments a)
    {
        var net = new ThreeWays(3, dtype: ScalarType.Float64);
        var (x, s0, again0) = (a.Sequence(3), a.Constant(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(s0, again0)), () =>
        {
            var (s, again, before, y) = (s0, again0, a.NoLast(3), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                before = s;
                s = again = tanh(s + 0.5 * again + x.select(1, t));
                y.Add(s);
            }

            var none = a.NoLast(3);
            return a.Steps == 0
                ? [a.Stacked(y, 3), a.Stacked(y, 3), none, none, none, s, again]
                : [a.Stacked(y, 3), a.Stacked(y, 3), s, x.select(1, a.Steps - 1), before, s, again];
        });
    }
}
