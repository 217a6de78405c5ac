using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample UnrolledBy1(Arguments a)
    {
        var net = new Unrolled.By1(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0));
    }

    static Sample UnrolledBy2(Arguments a)
    {
        var net = new Unrolled.By2(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0));
    }

    static Sample UnrolledBy4(Arguments a)
    {
        var net = new Unrolled.By4(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0));
    }

    static Sample Backward(Arguments a)
    {
        var net = new Unrolled.Backward(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0, backward: true));
    }

    static Sample BackwardBy4(Arguments a)
    {
        var net = new Unrolled.BackwardBy4(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0, backward: true));
    }

    static Sample Reversed(Arguments a)
    {
        var net = new Unrolled.Reversed(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0, backward: true, keepOrder: false));
    }

    static Sample ReversedBy2(Arguments a)
    {
        var net = new Unrolled.ReversedBy2(3, 4, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => UnrolledLoop(a, net.cell, x, h0, backward: true, keepOrder: false));
    }

    static Tensor[] UnrolledLoop(Arguments a, TorchSharp.Modules.GRUCell cell, Tensor x, Tensor h0, bool backward = false, bool keepOrder = true)
    {
        var (h, y) = (h0, new List<Tensor>());
        for (var k = 0; k < a.Steps; k++)
        {
            var now = x.select(1, backward ? a.Steps - 1 - k : k);
            h = cell.call(now, h);
            y.Add(h * now.sum([1], keepdim: true));
        }

        var end = a.Steps == 0 ? a.NoLast(4) : y[^1];
        if (backward && keepOrder) y.Reverse();
        return [a.Stacked(y, 4), end, h];
    }
}
