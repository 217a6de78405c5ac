using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Recurrences in both directions.</summary>
public static partial class BothWays
{
    /// <summary>The outputs one after the other.</summary>
    [RecurrentContainer]
    public sealed partial class Concat
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional()
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>The same, with checkpoints.</summary>
    [RecurrentContainer]
    public sealed partial class Checkpointed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional()
            .Checkpoint(2)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>Their sum, two steps in one iteration.</summary>
    [RecurrentContainer]
    public sealed partial class Sum
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional(Merge.Sum)
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>Their mean.</summary>
    [RecurrentContainer]
    public sealed partial class Mean
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional(merge: Merge.Mean)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>Their product.</summary>
    [RecurrentContainer]
    public sealed partial class Product
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional(Merge.Product)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>Both as they are, from trained initial states.</summary>
    [RecurrentContainer]
    public sealed partial class Apart
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional(Merge.Apart)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>Both with the same weights.</summary>
    [RecurrentContainer]
    public sealed partial class Shared
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Bidirectional(shared: true, merge: Merge.Apart)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    /// <summary>The layer nn.LSTM has.</summary>
    [RecurrentContainer]
    public sealed partial class Lstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { cell = LSTMCell(features, hidden) })
            .Bidirectional()
            .Step(static (seq, state, net) =>
            {
                var (h, c) = net.cell.call(seq.x, (state.h, state.c));
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>Outputs without an axis, and no modules.</summary>
    [RecurrentContainer]
    public sealed partial class Scalars
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Scalar() })
            .States(new { s = Scalar() })
            .Bidirectional()
            .Step(static (seq, state) =>
            {
                var s = state.s + seq.x;
                return Yield(sequence: new { s }, next: new { s });
            });
    }

    /// <summary>A step that the compiler does not read.</summary>
    [RecurrentContainer]
    public sealed partial class Plain
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { layer = Linear(width, width) })
            .Bidirectional(Merge.Sum)
            .Step(static (seq, state, net) =>
            {
                var h = state.h + seq.x;
                var rounds = 0;
                while (rounds++ < 2) h = tanh(net.layer.call(h));
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>All kinds of slots and modules, in both directions.</summary>
    [RecurrentContainer]
    public sealed partial class Everything
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width), t = StepIndex(), place = StepIndex(position: true) })
            .Constants(new { context = Vector(width) })
            .States(new { h = Vector(width), start = Learned(Vector(width)), old = Lag(Vector(width), 2), said = TeacherForced(Vector(width)) })
            .Modules(() => new { layer = Linear(width, width), gain = Parameter(randn(width)), shift = randn(width) })
            .Initial(static (con, net) => new { h = tanh(net.layer.call(con.context)), old = net.gain })
            .Bidirectional(Merge.Apart)
            .Unroll(2)
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.layer.call(seq.x) * net.gain + state.h + 0.5 * state.start + 0.25 * state.old + net.shift + state.said * con.context + 0.1 * seq.t.unsqueeze(1));
                return Yield(sequence: new { y = h, place = seq.place.unsqueeze(1) * h }, last: new { end = h * seq.t.unsqueeze(1) }, next: new { h, start = h * 0.5, old = h, said = h - 1 });
            });
    }

    /// <summary>The same, forward.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width), t = StepIndex(), place = StepIndex(position: true) })
            .Constants(new { context = Vector(width) })
            .States(new { h = Vector(width), start = Learned(Vector(width)), old = Lag(Vector(width), 2), said = TeacherForced(Vector(width)) })
            .Modules(() => new { layer = Linear(width, width), gain = Parameter(randn(width)), shift = randn(width) })
            .Initial(static (con, net) => new { h = tanh(net.layer.call(con.context)), old = net.gain })
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.layer.call(seq.x) * net.gain + state.h + 0.5 * state.start + 0.25 * state.old + net.shift + state.said * con.context + 0.1 * seq.t.unsqueeze(1));
                return Yield(sequence: new { y = h, place = seq.place.unsqueeze(1) * h }, last: new { end = h * seq.t.unsqueeze(1) }, next: new { h, start = h * 0.5, old = h, said = h - 1 });
            });
    }

    /// <summary>The same, backward.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width), t = StepIndex(), place = StepIndex(position: true) })
            .Constants(new { context = Vector(width) })
            .States(new { h = Vector(width), start = Learned(Vector(width)), old = Lag(Vector(width), 2), said = TeacherForced(Vector(width)) })
            .Modules(() => new { layer = Linear(width, width), gain = Parameter(randn(width)), shift = randn(width) })
            .Initial(static (con, net) => new { h = tanh(net.layer.call(con.context)), old = net.gain })
            .Backward()
            .Step(static (seq, con, state, net) =>
            {
                var h = tanh(net.layer.call(seq.x) * net.gain + state.h + 0.5 * state.start + 0.25 * state.old + net.shift + state.said * con.context + 0.1 * seq.t.unsqueeze(1));
                return Yield(sequence: new { y = h, place = seq.place.unsqueeze(1) * h }, last: new { end = h * seq.t.unsqueeze(1) }, next: new { h, start = h * 0.5, old = h, said = h - 1 });
            });
    }
}
