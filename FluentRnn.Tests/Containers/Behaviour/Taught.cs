using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>An output fed back that a teacher may replace, beside a sequence.</summary>
public static partial class Taught
{
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(features), y = TeacherForced(Vector(features)) })
            .Modules(() => new { cell = RNNCell(features, features), readout = Linear(features, features) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x + state.y, state.h);
                var y = net.readout.call(h);
                return Yield(sequence: new { y, seen = state.y }, next: new { h, y });
            });
    }

    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(features), y = TeacherForced(Vector(features)) })
            .Modules(() => new { cell = RNNCell(features, features), readout = Linear(features, features) })
            .Backward()
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x + state.y, state.h);
                var y = net.readout.call(h);
                return Yield(sequence: new { y, seen = state.y }, next: new { h, y });
            });
    }

    /// <summary>Two states with a teacher each, and done.</summary>
    [RecurrentContainer]
    public sealed partial class Twice
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .States(new { y = TeacherForced(Vector(2)), word = TeacherForced(Index()) })
            .Step(static state => Yield(
                sequence: new { seen = state.y, read = state.word },
                next: new { y = state.y * 0.5, word = state.word + 1 },
                done: state.word >= 100));
    }
}
