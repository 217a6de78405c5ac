using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample PlainLoop(Arguments a)
    {
        var net = new PlainLoop(3, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = h + x.select(1, t);
                for (var round = 0; round < 3; round++) h = tanh(net.layer.call(h));
                y.Add(h);
            }

            return [a.Stacked(y, 3), a.Steps == 0 ? a.NoLast(3) : h, h];
        });
    }
}
