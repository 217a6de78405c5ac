using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Wide(Arguments a)
    {
        var net = new Wide(dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(4, 2), a.Constant(4, 2));
        var mask = rand(a.Batch, 4).lt(0.3);
        return Sample.Of(net, a, () => net.forward(x, mask, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = (h + x.select(1, t)) * mask.logical_not().unsqueeze(2);
                y.Add(h.sum([1]));
            }

            return [a.Stacked(y, 2), a.Steps == 0 ? a.NoLast(4, 2) : h, h];
        });
    }
}
