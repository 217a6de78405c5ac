using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Noise(Arguments a)
    {
        var net = new Noise(3, dtype: ScalarType.Float64);
        var (x, s0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(s0)), () =>
        {
            var (s, dropped, noise) = (s0, new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                dropped.Add(net.drop.call(x.select(1, t)));
                noise.Add(rand_like(x.select(1, t)));
                s = s + dropped[^1];
            }

            return [a.Stacked(dropped, 3), a.Stacked(noise, 3), s];
        });
    }
}
