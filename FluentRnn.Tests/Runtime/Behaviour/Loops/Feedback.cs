using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Feedback(Arguments a)
    {
        var net = new Feedback(3, dtype: ScalarType.Float64);
        var (x, y0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(y0)), () =>
        {
            var (y, outputs) = (y0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++) outputs.Add(y = net.w.call(y) + x.select(1, t));
            return [a.Stacked(outputs, 3), y];
        });
    }

    static Sample CrossedFeedback(Arguments a)
    {
        var net = new CrossedFeedback(3, dtype: ScalarType.Float64);
        var (x, a0, b0) = (a.Sequence(3), a.Constant(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(a0, b0)), () =>
        {
            var (left, right, lefts, rights) = (a0, b0, new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                (left, right) = (tanh(net.w.call(right) + x.select(1, t)), tanh(net.v.call(left)));
                lefts.Add(left);
                rights.Add(right);
            }

            return [a.Stacked(lefts, 3), a.Stacked(rights, 3), a.Steps == 0 ? a.NoLast(3) : left + right, left, right];
        });
    }

    static Sample Exchange(Arguments a)
    {
        var net = new Exchange(2, dtype: ScalarType.Float64);
        var (a0, b0) = (a.Constant(2), a.Constant(2));
        return Sample.Of(net, a, () => net.forward(new(a0, b0), steps: (int)a.Steps), () =>
        {
            var (first, second, outputs) = (a0, b0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                outputs.Add(first);
                (first, second) = (second, first);
            }

            return [a.Stacked(outputs, 2), first, second];
        });
    }
}
