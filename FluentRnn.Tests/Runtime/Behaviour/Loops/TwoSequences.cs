using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample TwoSequences(Arguments a)
    {
        var net = new TwoSequences(3, 2, 4, dtype: ScalarType.Float64);
        var (left, right, h0) = (a.Sequence(3), a.Sequence(2), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(left, right, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = net.cell.call(cat([left.select(1, t), right.select(1, t)], 1), h);
                y.Add(h);
            }

            return [a.Stacked(y, 4), a.Steps == 0 ? a.NoLast(4) : h * 2, h];
        });
    }
}
