using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ConstantInput(Arguments a)
    {
        var net = new ConstantInput(3, 2, 4, dtype: ScalarType.Float64);
        var (x, context, h0) = (a.Sequence(3), a.Constant(2), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, context, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                h = net.cell.call(x.select(1, t), h) + tanh(net.mix.call(context));
                y.Add(h);
            }

            return [a.Stacked(y, 4), h];
        });
    }
}
