using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample OpaqueModule(Arguments a)
    {
        var net = new OpaqueModule(3, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = h * 0.5f + net.mlp.call(x.select(1, t));
                y.Add(h);
            }

            return [a.Stacked(y, 3), h];
        });
    }
}
