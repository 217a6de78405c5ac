using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>TorchSharp's cells, one container each: together with <see cref="SingleRnn"/>, all of its recurrent layers.</summary>
public static partial class Cells
{
    [RecurrentContainer]
    public sealed partial class Tanh
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(features, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class ReLU
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(features, hidden, NonLinearities.ReLU) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Gru
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class WithoutBias
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden, bias: false) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Two layers of LSTM.</summary>
    [RecurrentContainer]
    public sealed partial class Stacked
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h0 = Vector(hidden), c0 = Vector(hidden), h1 = Vector(hidden), c1 = Vector(hidden) })
            .Modules(() => new { lower = LSTMCell(features, hidden), upper = LSTMCell(hidden, hidden) })
            .Step(static (seq, state, net) =>
            {
                var (h0, c0) = net.lower.call(seq.x, (state.h0, state.c0));
                var (h1, c1) = net.upper.call(h0, (state.h1, state.c1));
                return Yield(sequence: new { y = h1 }, next: new { h0, c0, h1, c1 });
            });
    }
}
