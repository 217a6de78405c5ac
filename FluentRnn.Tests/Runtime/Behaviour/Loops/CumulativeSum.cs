using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample CumulativeSum(Arguments a)
    {
        var net = new CumulativeSum(3, dtype: ScalarType.Float64);
        var (x, s0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(s0)), () => [x.cumsum(1) + s0.unsqueeze(1), s0 + x.sum([1])]);
    }
}
