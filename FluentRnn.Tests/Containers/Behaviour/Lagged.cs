using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A network that sees its state of one and of k steps ago.</summary>
public static partial class Lagged
{
    /// <summary>The lag is a size of the container.</summary>
    [RecurrentContainer]
    public sealed partial class ByParameter
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int k) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), old = Lag(Vector(hidden), k) })
            .Modules(() => new { input = Linear(features, hidden), recent = Linear(hidden, hidden), distant = Linear(hidden, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + net.recent.call(state.h) + net.distant.call(state.old));
                return Yield(sequence: new { y = h, seen = state.old }, last: new { end = h }, next: new { h, old = h });
            });
    }

    /// <summary>Three steps, from a trained value.</summary>
    [RecurrentContainer]
    public sealed partial class Learned
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int k) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), old = Learned(Lag(Vector(hidden), 3)) })
            .Modules(() => new { input = Linear(features, hidden), recent = Linear(hidden, hidden), distant = Linear(hidden, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + net.recent.call(state.h) + net.distant.call(state.old));
                return Yield(sequence: new { y = h, seen = state.old }, last: new { end = h }, next: new { h, old = h });
            });
    }

    /// <summary>Two steps, from the last to the first.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int k) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), old = Lag(Vector(hidden), 2) })
            .Modules(() => new { input = Linear(features, hidden), recent = Linear(hidden, hidden), distant = Linear(hidden, hidden) })
            .Backward()
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + net.recent.call(state.h) + net.distant.call(state.old));
                return Yield(sequence: new { y = h, seen = state.old }, last: new { end = h }, next: new { h, old = h });
            });
    }

    /// <summary>Lags of every kind of slot, and the state as a whole passed on.</summary>
    [RecurrentContainer]
    public sealed partial class Kinds
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { m = Matrix(2, width), token = Index() })
            .States(new { one = Lag(Matrix(2, width), 1), two = Lag(Matrix(2, width), 2), said = Lag(Index(), 3), drawn = Lag(RandomNormal(Vector(width), 0.5), 2), computed = Lag(Vector(width), 2) })
            .Modules(() => new { start = Parameter(randn(width)) })
            .Initial(static net => new { computed = net.start })
            .Step(static (seq, state, net) => Yield(
                sequence: new { a = state.one, b = state.two, c = state.said, d = state.drawn, e = state.computed },
                next: new { one = seq.m, two = seq.m * 2, said = seq.token, drawn = state.drawn + 1, computed = state.computed * net.start }));
    }

    /// <summary>Rows end when a flag of the sequence says so.</summary>
    [RecurrentContainer]
    public sealed partial class Stopping
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width), stop = Flag() })
            .States(new { s = Vector(width), old = Lag(Vector(width), 2) })
            .Step(static (seq, state) =>
            {
                var s = tanh(state.s + 0.5 * state.old + seq.x);
                return Yield(sequence: new { y = s }, next: new { s, old = s }, done: seq.stop);
            });
    }

    /// <summary>A step that the compiler does not read: the lambda itself runs.</summary>
    [RecurrentContainer]
    public sealed partial class Plain
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { old = Lag(Vector(width), 2) })
            .Step(static (seq, state) =>
            {
                var y = seq.x;
                var rounds = 0;
                while (rounds++ < 2) y = y + state.old;
                return Yield(sequence: new { y }, next: new { old = y });
            });
    }
}
