using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample FastWeights(Arguments a)
    {
        var net = new FastWeights(3, 4, dtype: ScalarType.Float64);
        var (x, h0, fast0) = (a.Sequence(3), a.Constant(4), a.Constant(4, 4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, fast0)), () =>
        {
            var (h, fast, y) = (h0, fast0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                fast = 0.9f * fast + 0.5f * einsum("bi,bj->bij", h, h);
                var start = net.cell.call(cat([x.select(1, t), h], 1));
                var inner = tanh(start + einsum("bi,bij->bj", tanh(start), fast));
                h = tanh(start + einsum("bi,bij->bj", inner, fast));
                y.Add(h);
            }

            return [a.Stacked(y, 4), h, fast];
        });
    }
}
