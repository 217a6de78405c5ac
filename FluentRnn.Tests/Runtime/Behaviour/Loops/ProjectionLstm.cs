using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample ProjectionLstm(Arguments a)
    {
        var net = new ProjectionLstm(3, 4, 2, dtype: ScalarType.Float64);
        var (x, h0, c0) = (a.Sequence(3), a.Constant(2), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, c0)), () =>
        {
            var (h, c, y) = (h0, c0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var z = net.gates.call(cat([x.select(1, t), h], 1)).chunk(4, 1);
                c = sigmoid(z[1]) * c + sigmoid(z[0]) * tanh(z[2]);
                h = net.project.call(sigmoid(z[3]) * tanh(c));
                y.Add(h);
            }

            return [a.Stacked(y, 2), h, c];
        });
    }
}
