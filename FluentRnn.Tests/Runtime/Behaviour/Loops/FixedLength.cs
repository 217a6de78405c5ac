using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    /// <summary>Five steps, whatever the arguments say: <paramref name="unrolled"/> is Loop, By2 or Straight.</summary>
    public static Sample FixedLength(Arguments a, string unrolled)
    {
        var (context, h0) = (a.Constant(2), a.Constant(4));
        switch (unrolled)
        {
            case "Loop":
                var loop = new FixedLength.Loop(2, 4, dtype: ScalarType.Float64);
                return Sample.Of(loop, a, () => loop.forward(context, new(h0)), () => FiveSteps(loop.cell));
            case "By2":
                var byTwo = new FixedLength.By2(2, 4, dtype: ScalarType.Float64);
                return Sample.Of(byTwo, a, () => byTwo.forward(context, new(h0)), () => FiveSteps(byTwo.cell));
            default:
                var straight = new FixedLength.Straight(2, 4, dtype: ScalarType.Float64);
                return Sample.Of(straight, a, () => straight.forward(context, new(h0)), () => FiveSteps(straight.cell));
        }

        Tensor[] FiveSteps(TorchSharp.Modules.RNNCell cell)
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < 5; t++) y.Add(h = cell.call(context, h) + 0.1 * context.sum([1], keepdim: true));
            return [stack(y, 1), h * 2, h];
        }
    }
}
