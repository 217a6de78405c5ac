using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

#pragma warning disable FRNN061 // Rows that meet are what must stay in the loop.

/// <summary>What can leave a loop beside what must stay in it.</summary>
public static partial class Mixed
{
    /// <summary>Dropout before, in and after the recurrence: every draw in its turn.</summary>
    [RecurrentContainer]
    public sealed partial class Dropped
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { before = Dropout(0.3), W = Linear(features, hidden), U = Linear(hidden, hidden), after = Dropout(0.4), readout = Linear(hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var x = net.W.call(net.before.call(tanh(seq.x)));
                var h = Zoneout(tanh(x + net.U.call(SequenceDropout(state.h, 0.3))), state.h, 0.2);
                return Yield(sequence: new { y = net.readout.call(net.after.call(h)), x }, last: new { end = net.readout.call(h) }, next: new { h });
            });
    }

    /// <summary>A sum of products that is the same at every step.</summary>
    [RecurrentContainer]
    public sealed partial class Driven
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { c = Vector(hidden) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { W = Linear(features, hidden), U = Linear(hidden, hidden), gain = Parameter(rand(hidden)), offset = Parameter(rand(hidden)) })
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.W.call(seq.x) + net.U.call(state.h) * (net.offset + net.gain * con.c));
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Rows that end by themselves: no output can wait until after the loop.</summary>
    [RecurrentContainer]
    public sealed partial class Stopping
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), stop = Flag() })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden), readout = Linear(hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = net.readout.call(h), z = tanh(seq.x) }, last: new { end = sigmoid(net.readout.call(h)) }, next: new { h }, done: seq.stop);
            });
    }

    /// <summary>The number of the step in a product of the input.</summary>
    [RecurrentContainer]
    public sealed partial class Numbered
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { t = StepIndex(), x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { embed = Embedding(128, features), W = Linear(features, hidden), U = Linear(hidden, hidden, hasBias: false), rate = Parameter(rand(hidden)) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.W.call(seq.x + net.embed.call(seq.t)) + net.U.call(state.h) / (1 + seq.t).unsqueeze(1));
                return Yield(sequence: new { y = h * net.rate, seq.t }, last: new { end = h * seq.t.unsqueeze(1) }, next: new { h });
            });
    }

    /// <summary>A teacher beside a readout that is fed back.</summary>
    [RecurrentContainer]
    public sealed partial class Taught
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), y = TeacherForced(Vector(features)) })
            .Modules(() => new { cell = LSTMCell(2 * features, hidden), readout = Linear(hidden, features) })
            .Step(static (seq, state, net) =>
            {
                var (h, c) = net.cell.call(cat([seq.x, state.y], 1), (state.h, state.h));
                var y = net.readout.call(h + c);
                return Yield(sequence: new { y, error = (y - seq.x).pow(2).sum(1) }, next: new { h, y });
            });
    }

    /// <summary>The state of three steps ago, and one given as it was.</summary>
    [RecurrentContainer]
    public sealed partial class Lagged
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), old = Lag(Vector(hidden), 3) })
            .Modules(() => new { layer = Linear(features + 2 * hidden, hidden), readout = Linear(2 * hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.layer.call(cat([seq.x, state.h, state.old], 1)));
                return Yield(sequence: new { y = net.readout.call(cat([h, state.old], 1)), before = state.h }, last: new { end = net.readout.call(cat([state.h, h], 1)) }, next: new { h, old = h });
            });
    }

    /// <summary>Rows of the batch that meet: neither product may be computed for all steps at once.</summary>
    [RecurrentContainer]
    public sealed partial class Standardised
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { W = Linear(features, hidden), U = Linear(hidden, hidden) })
            .MaskedOutputs(Masked.Computed)
            .Step(static (seq, state, net) =>
            {
                var x = net.W.call(seq.x - seq.x.mean([0], keepdim: true));
                var h = tanh(x + net.U.call(state.h));
                return Yield(sequence: new { y = h, share = softmax(h, 0) }, next: new { h });
            });
    }

    /// <summary>A container in the step, with a readout of its output.</summary>
    [RecurrentContainer]
    public sealed partial class Inner
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden), s = Vector(hidden) })
            .Modules(() => new { lower = new Equations.Lstm(features, hidden), upper = new Equations.GruResetAfter(hidden, hidden), readout = Linear(hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var lower = net.lower.step(seq.x, new Equations.Lstm.State(state.h, state.c));
                var upper = net.upper.step(lower.Y, new Equations.GruResetAfter.State(state.s));
                return Yield(sequence: new { y = net.readout.call(upper.Y) }, next: new { h = lower.State.H!, c = lower.State.C!, s = upper.State.H! });
            });
    }

    /// <summary>No recurrence in most of it: gates, a diagonal state, and outputs of many shapes.</summary>
    [RecurrentContainer]
    public sealed partial class Diagonal
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { gates = Linear(features, 3 * hidden), decay = Parameter(rand(hidden)), up = Linear(hidden, 4 * hidden), down = Linear(4 * hidden, features) })
            .Step(static (seq, state, net) =>
            {
                var parts = net.gates.call(seq.x).chunk(3, 1);
                var rate = sigmoid(net.decay) * sigmoid(parts[0]);
                var h = rate * state.h + (1 - rate) * tanh(parts[1]);
                var wide = functional.gelu(net.up.call(h * sigmoid(parts[2])));
                return Yield(
                    sequence: new { y = seq.x + net.down.call(wide), best = wide.argmax(1), outer = h.unsqueeze(2) * seq.x.unsqueeze(1), same = net.decay * 2 + h * 0 },
                    last: new { end = net.down.call(wide), first = parts[0] },
                    next: new { h });
            });
    }

    /// <summary>A function of the user's own between what can leave and what reads it.</summary>
    [RecurrentContainer]
    public sealed partial class Opaque
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { W = Linear(features, hidden), own = Sequential(Linear(hidden, hidden), Tanh()), readout = Linear(hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var x = net.own.call(net.W.call(seq.x));
                var h = tanh(x + state.h);
                return Yield(sequence: new { y = net.readout.call(net.own.call(h)) }, next: new { h });
            });
    }
}
