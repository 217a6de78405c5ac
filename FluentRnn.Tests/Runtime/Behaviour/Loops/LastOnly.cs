using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample LastOnly(Arguments a)
    {
        var net = new LastOnly(3, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var h = h0;
            for (var t = 0; t < a.Steps; t++) h = net.cell.call(x.select(1, t), h);
            return [a.Steps == 0 ? a.NoLast(2) : net.readout.call(h), h];
        });
    }

    static Sample LastBesideSequence(Arguments a)
    {
        var net = new LastBesideSequence(3, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = net.cell.call(x.select(1, t), h);
                y.Add(net.readout.call(h));
            }

            return [a.Stacked(y, 2), a.Steps == 0 ? a.NoLast(2) : y[^1], h];
        });
    }
}
