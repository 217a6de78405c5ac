using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample BackwardGru(Arguments a)
    {
        var net = new BackwardGru(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = a.Steps - 1; t >= 0; t--)
            {
                h = net.cell.call(x.select(1, t), h);
                y.Insert(0, h);
            }

            return [a.Stacked(y, 4), a.Steps == 0 ? a.NoLast(4) : h, h];
        });
    }
}
