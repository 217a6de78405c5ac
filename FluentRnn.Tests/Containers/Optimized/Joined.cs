using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Products of vectors joined from what is known at different times.</summary>
public static partial class Joined
{
    /// <summary>[x, h].</summary>
    [RecurrentContainer]
    public sealed partial class InputAndState
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features + hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f) })
            .Step(static (seq, state, net) =>
            {
                var gates = (cat([seq.x, state.h], 1).matmul(net.W) + net.b).chunk(4, 1);
                var c = sigmoid(gates[1]) * state.c + sigmoid(gates[0]) * tanh(gates[2]);
                var h = sigmoid(gates[3]) * tanh(c);
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>[x, c, h], c a constant.</summary>
    [RecurrentContainer]
    public sealed partial class WithContext
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int context, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { c = Vector(context) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { gate = Linear(features + context + hidden, hidden), candidate = Linear(features + context + hidden, hidden) })
            .Step(static (seq, con, state, net) =>
            {
                var all = cat([seq.x, con.c, state.h], 1);
                var z = sigmoid(net.gate.call(all));
                var h = z * state.h + (1 - z) * tanh(net.candidate.call(all));
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>The state first, between two sequences and twice, and joined in two steps.</summary>
    [RecurrentContainer]
    public sealed partial class InAnyOrder
    {
        static Recurrence Define(RecurrenceBuilder rnn, int left, int right, int hidden) => rnn
            .Sequences(new { a = Vector(left), b = Vector(right) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { first = Linear(left + right + 2 * hidden, hidden), second = Linear(left + hidden + right, hidden) })
            .Step(static (seq, state, net) =>
            {
                var inner = cat([seq.a, state.h], 1);
                var h = tanh(net.first.call(cat([state.h, seq.a, seq.b, state.h], 1)) - sigmoid(net.second.call(cat([inner, seq.b], -1))));
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>A vector that is given at every step of a matrix: the joined axis is the last of three.</summary>
    [RecurrentContainer]
    public sealed partial class InMatrices
    {
        static Recurrence Define(RecurrenceBuilder rnn, int rows, int features, int hidden) => rnn
            .Sequences(new { x = Matrix(rows, features) })
            .States(new { h = Matrix(rows, hidden) })
            .Modules(() => new { layer = Linear(features + hidden, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.layer.call(cat([seq.x, state.h], 2)));
                return Yield(sequence: new { y = h }, last: new { mean = h.mean([1]) }, next: new { h });
            });
    }
}
