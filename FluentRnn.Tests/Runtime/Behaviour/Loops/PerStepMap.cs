using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample PerStepMap(Arguments a)
    {
        var net = new PerStepMap(3, 4, dtype: ScalarType.Float64);
        var x = a.Sequence(3);
        return Sample.Of(net, a, () => net.forward(x), () =>
        {
            var (final, y) = (a.NoLast(3), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                final = x.select(1, t);
                y.Add(net.norm.call(nn.functional.relu(net.layer.call(final))));
            }

            return [a.Stacked(y, 4), final];
        });
    }
}
