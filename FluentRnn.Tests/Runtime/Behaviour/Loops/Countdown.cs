using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Countdown(Arguments a)
    {
        var net = new Countdown(dtype: ScalarType.Float64);
        var (rate, sum0) = (a.Constant(), a.Constant());
        var limit = arange(1, a.Batch + 1).to(ScalarType.Float64);
        return Sample.Of(net, a, () => net.forward(limit, rate.abs() + 0.1, new(sum0), steps: (int)a.Steps), () =>
        {
            var (sum, total, level) = (sum0, a.NoLast(), new List<Tensor>());
            var done = zeros(a.Batch, ScalarType.Bool);
            var lengths = zeros(a.Batch, ScalarType.Int64);
            for (var t = 0; t < a.Steps && !done.all().ToBoolean(); t++)
            {
                var next = sum + rate.abs() + 0.1;
                level.Add(where(done, zeros_like(next), next));
                (sum, total) = (where(done, sum, next), where(done, total, next));
                lengths = lengths + done.logical_not().to(ScalarType.Int64);
                done = done.logical_or(next >= limit);
            }

            return [a.Stacked(level), total, sum, lengths];
        });
    }
}
