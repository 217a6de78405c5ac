using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample SingleRnn(Arguments a)
    {
        var net = new SingleRnn(3, 4, dtype: ScalarType.Float64);
        var (x, h0, c0) = (a.Sequence(3), a.Constant(4), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, c0)), () =>
        {
            var (h, c, y) = (h0, c0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                (h, c) = net.cell.call(x.select(1, t), (h, c));
                y.Add(h);
            }

            return [a.Stacked(y, 4), h, c];
        });
    }
}
