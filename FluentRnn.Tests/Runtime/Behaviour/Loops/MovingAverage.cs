using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample MovingAverage(Arguments a)
    {
        var net = new Outer.MovingAverage(3, dtype: ScalarType.Float64);
        var learned = net.get_parameter("initial_mean")!;
        using (no_grad()) learned.copy_(randn(1, 3));
        var x = a.Sequence(3);
        return Sample.Of(net, a, () => net.forward(x), () =>
        {
            var (mean, y) = (learned.expand(a.Batch, 3), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                mean = sigmoid(net.rate) * mean + (1 - sigmoid(net.rate)) * x.select(1, t);
                y.Add(mean);
            }

            return [a.Stacked(y, 3), mean];
        });
    }
}
