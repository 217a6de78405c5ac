using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ResidualDropout(Arguments a, int features, bool training)
    {
        var net = new ResidualDropout(features, 4, dtype: ScalarType.Float64);
        net.train(training);
        var (x, h0) = (a.Sequence(features), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            // Numbers are drawn in the order of memory, and states start in the usual one.
            var (h, y) = (h0.contiguous(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = net.cell.call(x.select(1, t), h);
                if (training) h = h + 0.1f * randn_like(h);
                var dropped = net.drop.call(h);
                y.Add(features == 4 ? dropped + x.select(1, t) : dropped);
            }

            return [a.Stacked(y, 4), h];
        });
    }
}
