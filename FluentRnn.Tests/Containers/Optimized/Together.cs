using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Recurrences in both directions whose steps can run in one loop.</summary>
public static partial class Together
{
    /// <summary>An LSTM with peepholes: products with the state, vectors, an output of the loop, two states.</summary>
    [RecurrentContainer]
    public sealed partial class Peephole
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new
            {
                input = Linear(features, 4 * hidden),
                recurrent = Linear(hidden, 4 * hidden, hasBias: false),
                pi = Parameter(rand(hidden)),
                pf = Parameter(rand(hidden)),
                po = Parameter(rand(hidden)),
            })
            .Bidirectional()
            .Step(static (seq, state, net) =>
            {
                var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
                var i = sigmoid(gates[0] + net.pi * state.c);
                var f = sigmoid(gates[1] + net.pf * state.c);
                var c = f * state.c + i * tanh(gates[3]);
                var o = sigmoid(gates[2] + net.po * c);
                var h = o * tanh(c);
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>A GRU with a readout of every step behind the loop, a last output, and a learned initial state.</summary>
    [RecurrentContainer]
    public sealed partial class Read
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int words) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { cell = GRUCell(features, hidden), readout = Linear(hidden, words) })
            .Bidirectional(Merge.Apart)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { word = net.readout.call(h) }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>No product in the loop, the same weights in both directions, a sequence read at every step, the step's number, a constant.</summary>
    [RecurrentContainer]
    public sealed partial class Mixed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
            .Sequences(new { x = Vector(hidden), k = StepIndex() })
            .Constants(new { c = Vector(hidden) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { decay = Parameter(rand(hidden)), gain = Parameter(rand(1)), w = Parameter(rand(hidden, hidden)) })
            .Bidirectional(Merge.Sum, shared: true)
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.decay * state.h + (1 - net.decay) * seq.x.mm(net.w) + net.gain * con.c * state.h) + seq.x * state.h;
                return Yield(sequence: new { y = h * (1 + seq.k.unsqueeze(1)) }, next: new { h });
            });
    }

    /// <summary>A leaky integrator with a state of three steps ago, initial values from a constant, two steps an iteration.</summary>
    [RecurrentContainer]
    public sealed partial class Lagged
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { c = Vector(hidden) })
            .States(new { h = Vector(hidden), old = Lag(Vector(hidden), 3) })
            .Modules(() => new { a = Linear(features, hidden), b = Linear(hidden, hidden) })
            .Bidirectional(Merge.Mean)
            .Unroll(2)
            .Initial(static (con, net) => new { h = tanh(con.c) })
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.a.call(seq.x) + net.b.call(state.h)) + state.old;
                return Yield(sequence: new { y = h }, last: new { end = h + con.c }, next: new { h, old = h });
            });
    }
}
