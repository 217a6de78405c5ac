using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample PeepholeLstm(Arguments a)
    {
        var net = new PeepholeLstm(3, 4, dtype: ScalarType.Float64);
        var (x, h0, c0) = (a.Sequence(3), a.Constant(4), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, c0)), () =>
        {
            var (h, c, y) = (h0, c0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var gates = (net.input.call(x.select(1, t)) + net.recurrent.call(h)).chunk(4, 1);
                var i = sigmoid(gates[0] + net.peepInput * c);
                var f = sigmoid(gates[1] + net.peepForget * c);
                c = f * c + i * tanh(gates[2]);
                h = sigmoid(gates[3] + net.peepOutput * c) * tanh(c);
                y.Add(h);
            }

            return [a.Stacked(y, 4), h, c];
        });
    }
}
