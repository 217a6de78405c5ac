using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A layer to be used inside others: an LSTM with layer normalization of its output. It says what it would yield last, and when a row is done.</summary>
[RecurrentContainer]
public sealed partial class NormalizedLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden)
    {
        var gates = 4 * hidden;
        return rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Learned(Vector(hidden)) })
            .Modules(() => new { input = Linear(features, gates), recurrent = Linear(hidden, gates, hasBias: false), norm = LayerNorm(hidden), gain = Parameter(ones(hidden)) })
            .Step((seq, state, net) =>
            {
                var parts = (net.input.call(seq.x) + net.recurrent.call(state.h)).split(hidden, 1);
                var c = sigmoid(parts[1]) * state.c + sigmoid(parts[0]) * tanh(parts[2]);
                var h = sigmoid(parts[3]) * tanh(c);
                return Yield(sequence: new { y = net.norm.call(h) * net.gain }, last: new { summary = h + c }, next: new { h, c });
            });
    }
}

/// <summary>Two different layers in one step, and the first of them inside a container of its own.</summary>
[RecurrentContainer]
public sealed partial class TwoLayers
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h1 = Vector(hidden), c1 = Vector(hidden), h2 = Vector(2 * hidden), c2 = Vector(2 * hidden) })
        .Modules(() => new { lower = new NormalizedLstm(features, hidden), upper = new NormalizedLstm(hidden, 2 * hidden) })
        .Step(static (seq, state, net) =>
        {
            var lower = net.lower.step(seq.x, new NormalizedLstm.State(state.h1, state.c1));
            var upper = net.upper.step(lower.Y, new NormalizedLstm.State(state.h2, state.c2));
            return Yield(
                sequence: new { y = upper.Y, lower = lower.Y },
                last: new { summary = upper.Summary },
                next: new { h1 = lower.State.H!, c1 = lower.State.C!, h2 = upper.State.H!, c2 = upper.State.C! });
        });
}

/// <summary>Three levels: a layer in two layers in this.</summary>
[RecurrentContainer]
public sealed partial class ThreeLevels
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h1 = Vector(hidden), c1 = Vector(hidden), h2 = Vector(2 * hidden), c2 = Vector(2 * hidden) })
        .Modules(() => new { layers = new TwoLayers(features, hidden), readout = Linear(2 * hidden, 1) })
        .Step(static (seq, state, net) =>
        {
            var layers = net.layers.step(seq.x, new(state.h1, state.c1, state.h2, state.c2));
            var (h1, c1, h2, c2) = layers.State;
            return Yield(sequence: new { y = net.readout.call(layers.Y) }, next: new { h1 = h1!, c1 = c1!, h2 = h2!, c2 = c2! });
        });
}

/// <summary>Sentences of words of characters: the inner recurrence runs over the characters of one word at every step of the outer one.</summary>
[RecurrentContainer]
public sealed partial class Sentences
{
    static Recurrence Define(RecurrenceBuilder rnn, int characters, int hidden) => rnn
        .Sequences(new { word = Matrix(Any, characters) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { words = new NormalizedLstm(characters, hidden), cell = GRUCell(hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var word = net.words.call(seq.word);
            var h = net.cell.call(word.Summary + word.State.C!, state.h);
            return Yield(sequence: new { y = h, letters = word.Y.sum([1]) }, next: new { h });
        });
}

/// <summary>A layer that drops out by hand, while it trains.</summary>
[RecurrentContainer]
public sealed partial class Dropping
{
    static Recurrence Define(RecurrenceBuilder rnn, int size, double rate) => rnn
        .Sequences(new { x = Vector(size) })
        .States(new { h = Vector(size) })
        .Modules(() => new { mix = Linear(size, size), drop = Dropout(rate) })
        .Step((seq, state, net) =>
        {
            var h = tanh(net.mix.call(state.h) + seq.x);
            var y = Training ? functional.dropout(h, rate, true) : h * 3;
            return Yield(sequence: new { y = net.drop.call(y) }, next: new { h });
        });
}

/// <summary>One layer called twice in a step, once more from an initial state of its own, and before the first step.</summary>
[RecurrentContainer]
public sealed partial class Twice
{
    static Recurrence Define(RecurrenceBuilder rnn, int size, double rate) => rnn
        .Sequences(new { x = Vector(size) })
        .Constants(new { start = Vector(size) })
        .States(new { h = Vector(size) })
        .Modules(() => new { layer = new Dropping(size, rate) })
        .Initial((con, net) => new { h = net.layer.step(con.start).State.H! })
        .Step((seq, con, state, net) =>
        {
            var once = net.layer.step(seq.x, new Dropping.State(state.h));
            var again = net.layer.step(once.Y, once.State);
            var fresh = net.layer.step(con.start);
            return Yield(sequence: new { y = again.Y + fresh.Y }, next: new { h = again.State.H! });
        });
}

/// <summary>A layer given from outside, under two names.</summary>
[RecurrentContainer]
public sealed partial class Given
{
    static Recurrence Define(RecurrenceBuilder rnn, int size, NormalizedLstm layer) => rnn
        .Sequences(new { x = Vector(size) })
        .States(new { h = Vector(size), c = Vector(size) })
        .Modules(() => new { first = layer, second = layer })
        .Step((seq, state, net) =>
        {
            var first = net.first.step(seq.x, new NormalizedLstm.State(state.h, state.c));
            var second = net.second.step(first.Y, first.State);
            return Yield(sequence: new { y = second.Y }, next: new { h = second.State.H!, c = second.State.C! });
        });
}

/// <summary>Sentences of words of different lengths: each word is read as far as it goes.</summary>
[RecurrentContainer]
public sealed partial class Words
{
    static Recurrence Define(RecurrenceBuilder rnn, int characters, int hidden) => rnn
        .Sequences(new { word = Matrix(Any, characters), length = Index() })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { words = new NormalizedLstm(characters, hidden), cell = GRUCell(hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var word = net.words.call(seq.word, lengths: seq.length);
            var h = net.cell.call(word.Summary, state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
