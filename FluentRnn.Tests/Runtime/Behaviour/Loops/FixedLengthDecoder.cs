using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    /// <summary>Its length is always four.</summary>
    public static Sample FixedLengthDecoder(Arguments a, bool teach, bool given)
    {
        var net = new FixedLengthDecoder(3, 4, dtype: ScalarType.Float64);
        var (context, y0) = (a.Constant(3), a.Constant(2));
        var h0 = given ? a.Constant(4) : null;
        var target = teach ? a.Sequence(2) : null;
        return Sample.Of(net, a, () => net.forward(context, new(h0, y0), target), () =>
        {
            var (h, y, outputs) = (h0 ?? tanh(net.start.call(context)), y0, new List<Tensor>());
            for (var t = 0; t < 4; t++)
            {
                if (teach && t > 0) y = target!.select(1, t - 1);
                h = net.cell.call(y, h);
                y = net.readout.call(h) + context.mean([1], keepdim: true);
                outputs.Add(y);
            }

            return [a.Stacked(outputs, 2), h, y];
        });
    }
}
