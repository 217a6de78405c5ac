using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample VariationalDropout(Arguments a)
    {
        var net = new VariationalDropout.By1(3, 4, 0.5, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => VariationalLoop(a, net.cell, x, h0, 0.5));
    }

    static Sample VariationalDropoutBy4(Arguments a)
    {
        var net = new VariationalDropout.By4(3, 4, 0.5, dtype: ScalarType.Float64);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () => VariationalLoop(a, net.cell, x, h0, 0.5));
    }

    static Sample Zoned(Arguments a, double p, bool training)
    {
        var net = new Zoned(3, 4, p, dtype: ScalarType.Float64);
        net.train(training);
        var (x, h0) = (a.Sequence(3), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(x, new(h0)), () =>
        {
            var (h, y) = (h0, new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var next = net.cell.call(x.select(1, t), h);
                h = training ? where(rand(a.Batch, 4) < p, h, next) : p * h + (1 - p) * next;
                y.Add(h);
            }

            return [a.Stacked(y, 4), a.Steps == 0 ? a.NoLast(4) : h, h];
        });
    }

    static Tensor[] VariationalLoop(Arguments a, TorchSharp.Modules.GRUCell cell, Tensor x, Tensor h0, double p)
    {
        var (h, y) = (h0, new List<Tensor>());
        if (a.Steps == 0) return [a.Stacked(y, 4), a.NoLast(4), h];
        var forInput = nn.functional.dropout(ones(a.Batch, 3, ScalarType.Float64), p, training: true);
        var forState = nn.functional.dropout(ones(a.Batch, 4, ScalarType.Float64), p, training: true);
        for (var t = 0; t < a.Steps; t++)
        {
            h = cell.call(x.select(1, t) * forInput, h * forState);
            y.Add(h);
        }

        return [a.Stacked(y, 4), h, h];
    }
}
