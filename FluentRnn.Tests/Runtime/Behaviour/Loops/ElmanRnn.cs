using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ElmanRnn(Arguments a)
    {
        var net = new ElmanRnn(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = tanh(x.select(1, t).matmul(net.W) + h.matmul(net.U) + net.b);
                y.Add(h);
            }

            return [a.Stacked(y, 4), h];
        });
    }
}
