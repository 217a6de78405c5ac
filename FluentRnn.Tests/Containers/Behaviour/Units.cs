using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Units of TorchSharp's layers: made in place, so that the compiler knows them, or given from outside, so that it does not.</summary>
public static partial class Units
{
    [RecurrentContainer]
    public sealed partial class Rnn1
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(RNN(features, hidden)) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Rnn2
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(2, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(RNN(features, hidden, numLayers: 2, nonLinearity: NonLinearities.ReLU, bias: false, dropout: 0.4)) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Gru1
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(1, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(GRU(features, hidden, bias: false, batchFirst: true)) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Gru3
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(3, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(GRU(features, hidden, numLayers: 3, dropout: 0.3)) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Lstm1
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(LSTM(features, hidden, bias: false)) })
            .Step((seq, state, net) =>
            {
                var (y, h, c) = net.unit.call(seq.x, (state.h, state.c));
                return Yield(sequence: new { y }, next: new { h, c });
            });
    }

    [RecurrentContainer]
    public sealed partial class Lstm2
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(2, hidden), c = Matrix(2, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(LSTM(features, hidden, numLayers: 2, dropout: 0.5, batchFirst: true)) })
            .Step((seq, state, net) =>
            {
                var (y, h, c) = net.unit.call(seq.x, (state.h, state.c));
                return Yield(sequence: new { y }, next: new { h, c });
            });
    }

    /// <summary>Any layer: the compiler does not know what it is, and calls it as it is.</summary>
    [RecurrentContainer]
    public sealed partial class GivenGru
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int layers, int hidden, GRU layer) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(layers, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(layer) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class GivenLstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int layers, int hidden, LSTM layer) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(layers, hidden), c = Matrix(layers, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(layer) })
            .Step((seq, state, net) =>
            {
                var (y, h, c) = net.unit.call(seq.x, (state.h, state.c));
                return Yield(sequence: new { y }, next: new { h, c });
            });
    }

    [RecurrentContainer]
    public sealed partial class GivenRnn
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int layers, int hidden, RNN layer) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Matrix(layers, hidden) })
            .Modules(() => new { unit = RecurrentUnit.Of(layer) })
            .Step((seq, state, net) =>
            {
                var (y, h) = net.unit.call(seq.x, state.h);
                return Yield(sequence: new { y }, next: new { h });
            });
    }
}
