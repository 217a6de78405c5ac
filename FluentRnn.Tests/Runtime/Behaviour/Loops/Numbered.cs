using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample NumberedForward(Arguments a)
    {
        var net = new Numbered.Forward(3, dtype: ScalarType.Float64);
        var (x, s0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(s0)), () => NumberedLoop(a, x, s0, backward: false));
    }

    static Sample NumberedBackward(Arguments a)
    {
        var net = new Numbered.Backward(3, dtype: ScalarType.Float64);
        var (x, s0) = (a.Sequence(3), a.Constant(3));
        return Sample.Of(net, a, () => net.forward(x, new(s0)), () => NumberedLoop(a, x, s0, backward: true));
    }

    static Tensor[] NumberedLoop(Arguments a, Tensor x, Tensor s0, bool backward)
    {
        var (s, y, numbers, places, end) = (s0, new List<Tensor>(), new List<Tensor>(), new List<Tensor>(), a.NoLast(3));
        for (var k = 0; k < a.Steps; k++)
        {
            var place = backward ? a.Steps - 1 - k : k;
            s = s * 0.5 + x.select(1, place) * (k + 1);
            end = s * k;
            y.Add(s + place);
            numbers.Add(full([a.Batch], k, ScalarType.Int64));
            places.Add(full([a.Batch], place, ScalarType.Int64));
        }

        if (backward)
        {
            y.Reverse();
            numbers.Reverse();
            places.Reverse();
        }

        return [a.Stacked(y, 3), Whole(numbers), Whole(places), end, s];

        Tensor Whole(List<Tensor> values) => values.Count == 0 ? zeros([a.Batch, 0], ScalarType.Int64) : stack(values, 1);
    }
}
