using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample TwoLayers(Arguments a)
    {
        var net = new TwoLayers(3, 4, dtype: ScalarType.Float64);
        var (x, state) = (a.Sequence(3), new TwoLayers.State(a.Constant(4), a.Constant(4), a.Constant(8), a.Constant(8)));
        return Sample.Of(net, a, () => net.forward(x, state), () =>
        {
            var (lower, upper) = ((h: state.H1!, c: state.C1!), (h: state.H2!, c: state.C2!));
            var (y, below) = (new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                (var middle, lower) = NormalizedLstmStep(net.lower, x.select(1, t), lower);
                (var top, upper) = NormalizedLstmStep(net.upper, middle, upper);
                y.Add(top);
                below.Add(middle);
            }

            return [a.Stacked(y, 8), a.Stacked(below, 4), a.Steps == 0 ? a.NoLast(8) : upper.h + upper.c, lower.h, lower.c, upper.h, upper.c];
        });
    }

    static Sample ThreeLevels(Arguments a)
    {
        var net = new ThreeLevels(3, 4, dtype: ScalarType.Float64);
        var (x, state) = (a.Sequence(3), new ThreeLevels.State(a.Constant(4), a.Constant(4), a.Constant(8), a.Constant(8)));
        return Sample.Of(net, a, () => net.forward(x, state), () =>
        {
            var (lower, upper) = ((h: state.H1!, c: state.C1!), (h: state.H2!, c: state.C2!));
            var y = new List<Tensor>();
            for (var t = 0; t < a.Steps; t++)
            {
                (var middle, lower) = NormalizedLstmStep(net.layers.lower, x.select(1, t), lower);
                (var top, upper) = NormalizedLstmStep(net.layers.upper, middle, upper);
                y.Add(net.readout.call(top));
            }

            return [a.Stacked(y, 1), lower.h, lower.c, upper.h, upper.c];
        });
    }

    static Sample Sentences(Arguments a)
    {
        const int letters = 3;
        var net = new Sentences(5, 4, dtype: ScalarType.Float64);
        var (words, h0) = (a.Sequence(letters, 5), a.Constant(4));
        return Sample.Of(net, a, () => net.forward(words, new(h0)), () =>
        {
            var (h, y, sums) = (h0, new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                var word = words.select(1, t);
                var (inner, sum) = ((h: a.NoLast(4), c: net.words.get_parameter("initial_c")!.expand(a.Batch, 4)), a.NoLast(4));
                for (var l = 0; l < letters; l++)
                {
                    (var letter, inner) = NormalizedLstmStep(net.words, word.select(1, l), inner);
                    sum += letter;
                }

                h = net.cell.call(inner.h + inner.c + inner.c, h);
                y.Add(h);
                sums.Add(sum);
            }

            return [a.Stacked(y, 4), a.Stacked(sums, 4), h];
        });
    }

    public static (Tensor Y, (Tensor H, Tensor C) State) NormalizedLstmStep(NormalizedLstm layer, Tensor x, (Tensor H, Tensor C) state)
    {
        var gates = (layer.input.call(x) + layer.recurrent.call(state.H)).chunk(4, 1);
        var c = sigmoid(gates[1]) * state.C + sigmoid(gates[0]) * tanh(gates[2]);
        var h = sigmoid(gates[3]) * tanh(c);
        return (layer.norm.call(h) * layer.gain, (h, c));
    }
}
