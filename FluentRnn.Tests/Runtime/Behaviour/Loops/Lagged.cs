using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Lagged(Arguments a, int k)
    {
        var net = new Lagged.ByParameter(3, 4, k, dtype: ScalarType.Float64);
        var (x, h0, old) = (a.Sequence(3), a.Constant(4), a.Constant(k, 4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, old)), () => LaggedLoop(a, net.input, net.recent, net.distant, x, h0, [.. old.unbind(1)]));
    }

    static Sample LaggedLearned(Arguments a)
    {
        var net = new Lagged.Learned(3, 4, k: 0, dtype: ScalarType.Float64);
        var start = net.get_parameter("initial_old")!;
        using (no_grad()) start.copy_(randn(1, 4));
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => LaggedLoop(
            a, net.input, net.recent, net.distant, x, h0, [.. Enumerable.Repeat(start.expand(a.Batch, 4), 3)]));
    }

    static Sample LaggedBackward(Arguments a)
    {
        var net = new Lagged.Backward(3, 4, k: 0, dtype: ScalarType.Float64);
        var (x, h0, old) = (a.Sequence(3), a.Constant(4), a.Constant(2, 4));
        return Sample.Of(net, a, () => net.forward(x, new(h0, old)), () => LaggedLoop(a, net.input, net.recent, net.distant, x, h0, [.. old.unbind(1)], backward: true));
    }

    static Tensor[] LaggedLoop(Arguments a, Linear input, Linear recent, Linear distant, Tensor x, Tensor h0, Tensor[] old, bool backward = false)
    {
        // All states there ever were, those before the first step included.
        List<Tensor> past = [.. old];
        var (h, y, seen) = (h0, new List<Tensor>(), new List<Tensor>());
        for (var k = 0; k < a.Steps; k++)
        {
            seen.Add(past[^old.Length]);
            h = tanh(input.call(x.select(1, backward ? a.Steps - 1 - k : k)) + recent.call(h) + distant.call(seen[^1]));
            past.Add(h);
            y.Add(h);
        }

        if (backward)
        {
            y.Reverse();
            seen.Reverse();
        }

        return [a.Stacked(y, 4), a.Stacked(seen, 4), a.Steps == 0 ? a.NoLast(4) : h, h, stack(past.TakeLast(old.Length), 1)];
    }
}
