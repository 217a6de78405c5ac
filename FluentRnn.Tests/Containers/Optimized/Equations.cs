using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Cells as papers write them: a weight for every gate, products on the right, biases by themselves.</summary>
public static partial class Equations
{
    /// <summary>Four gates of x and h.</summary>
    [RecurrentContainer]
    public sealed partial class Lstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new
            {
                Wi = Parameter(randn(features, hidden) * 0.3f),
                Ui = Parameter(randn(hidden, hidden) * 0.3f),
                bi = Parameter(randn(hidden) * 0.1f),
                Wf = Parameter(randn(features, hidden) * 0.3f),
                Uf = Parameter(randn(hidden, hidden) * 0.3f),
                bf = Parameter(randn(hidden) * 0.1f),
                Wg = Parameter(randn(features, hidden) * 0.3f),
                Ug = Parameter(randn(hidden, hidden) * 0.3f),
                bg = Parameter(randn(hidden) * 0.1f),
                Wo = Parameter(randn(features, hidden) * 0.3f),
                Uo = Parameter(randn(hidden, hidden) * 0.3f),
                bo = Parameter(randn(hidden) * 0.1f),
            })
            .Step(static (seq, state, net) =>
            {
                var i = sigmoid(seq.x.matmul(net.Wi) + state.h.matmul(net.Ui) + net.bi);
                var f = sigmoid(seq.x.matmul(net.Wf) + state.h.matmul(net.Uf) + net.bf);
                var g = tanh(seq.x.matmul(net.Wg) + state.h.matmul(net.Ug) + net.bg);
                var o = sigmoid(seq.x.matmul(net.Wo) + state.h.matmul(net.Uo) + net.bo);
                var c = f * state.c + i * g;
                var h = o * tanh(c);
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>The state is reset before its product: (r ⊙ h)·U.</summary>
    [RecurrentContainer]
    public sealed partial class GruResetBefore
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                Wr = Parameter(randn(features, hidden) * 0.3f),
                Ur = Parameter(randn(hidden, hidden) * 0.3f),
                br = Parameter(randn(hidden) * 0.1f),
                Wz = Parameter(randn(features, hidden) * 0.3f),
                Uz = Parameter(randn(hidden, hidden) * 0.3f),
                bz = Parameter(randn(hidden) * 0.1f),
                Wn = Parameter(randn(features, hidden) * 0.3f),
                Un = Parameter(randn(hidden, hidden) * 0.3f),
                bn = Parameter(randn(hidden) * 0.1f),
            })
            .Step(static (seq, state, net) =>
            {
                var r = sigmoid(seq.x.mm(net.Wr) + state.h.mm(net.Ur) + net.br);
                var z = sigmoid(seq.x.mm(net.Wz) + state.h.mm(net.Uz) + net.bz);
                var n = tanh(seq.x.mm(net.Wn) + (r * state.h).mm(net.Un) + net.bn);
                var h = (1 - z) * n + z * state.h;
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>The product of the state is reset, with its bias: r ⊙ (h·U + b).</summary>
    [RecurrentContainer]
    public sealed partial class GruResetAfter
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                Wr = Linear(features, hidden),
                Wz = Linear(features, hidden),
                Wn = Linear(features, hidden),
                Ur = Linear(hidden, hidden),
                Uz = Linear(hidden, hidden),
                Un = Linear(hidden, hidden),
            })
            .Step(static (seq, state, net) =>
            {
                var r = sigmoid(net.Wr.call(seq.x) + net.Ur.call(state.h));
                var z = sigmoid(net.Wz.call(seq.x) + net.Uz.call(state.h));
                var n = tanh(net.Wn.call(seq.x) + r * net.Un.call(state.h));
                var h = n + z * (state.h - n);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Multiplicative integration: the products of x and h are multiplied too.</summary>
    [RecurrentContainer]
    public sealed partial class MultiplicativeLstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new
            {
                W = Parameter(randn(features, 4 * hidden) * 0.3f),
                U = Parameter(randn(hidden, 4 * hidden) * 0.3f),
                b = Parameter(randn(4 * hidden) * 0.1f),
                both = Parameter(ones(4 * hidden)),
                input = Parameter(rand(4 * hidden)),
                recurrent = Parameter(rand(4 * hidden)),
            })
            .Step(static (seq, state, net) =>
            {
                var (x, u) = (seq.x.matmul(net.W), state.h.matmul(net.U));
                var gates = (net.both * x * u + net.input * x + net.recurrent * u + net.b).chunk(4, 1);
                var c = sigmoid(gates[1]) * state.c + sigmoid(gates[0]) * tanh(gates[2]);
                var h = sigmoid(gates[3]) * tanh(c);
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>One gate for both.</summary>
    [RecurrentContainer]
    public sealed partial class MinimalGated
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { forget = Linear(features + hidden, hidden), W = Linear(features, hidden), U = Linear(hidden, hidden, hasBias: false) })
            .Step(static (seq, state, net) =>
            {
                var f = sigmoid(net.forget.call(cat([seq.x, state.h], 1)));
                var n = tanh(net.W.call(seq.x) + net.U.call(f * state.h));
                var h = (1 - f) * state.h + f * n;
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Gates with a layer norm around every product.</summary>
    [RecurrentContainer]
    public sealed partial class NormedLstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new
            {
                W = Linear(features, 4 * hidden, hasBias: false),
                U = Linear(hidden, 4 * hidden, hasBias: false),
                byInput = LayerNorm(4 * hidden),
                byState = LayerNorm(4 * hidden),
                byCell = LayerNorm(hidden),
            })
            .Step(static (seq, state, net) =>
            {
                var gates = (net.byInput.call(net.W.call(seq.x)) + net.byState.call(net.U.call(state.h))).chunk(4, 1);
                var c = sigmoid(gates[1]) * state.c + sigmoid(gates[0]) * tanh(gates[2]);
                var h = sigmoid(gates[3]) * tanh(net.byCell.call(c));
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }
}
