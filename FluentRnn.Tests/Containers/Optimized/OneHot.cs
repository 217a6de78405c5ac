using FluentRnn;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Tokens as one-hot vectors, multiplied with weights.</summary>
public static partial class OneHot
{
    /// <summary>Beside a vector, in one product; with a bias, in another; and as an output.</summary>
    [RecurrentContainer]
    public sealed partial class Given
    {
        static Recurrence Define(RecurrenceBuilder rnn, int words, int hidden) => rnn
            .Sequences(new { token = Index() })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { gate = Linear(words + hidden, hidden), input = Linear(words, hidden), table = Parameter(randn(words, hidden)) })
            .Step((seq, state, net) =>
            {
                var token = functional.one_hot(seq.token, words).type_as(net.table);
                var z = sigmoid(net.gate.call(cat([token, state.h], 1)));
                var h = z * state.h + (1 - z) * tanh(net.input.call(token) + token.mm(net.table));
                return Yield(sequence: new { h, token }, next: new { h });
            });
    }

    /// <summary>A token that is fed back: it is looked up in the loop.</summary>
    [RecurrentContainer]
    public sealed partial class FedBack
    {
        static Recurrence Define(RecurrenceBuilder rnn, int words, int hidden) => rnn
            .Constants(new { context = Vector(hidden) })
            .States(new { h = Vector(hidden), token = Index() })
            .Modules(() => new { input = Linear(words, hidden, hasBias: false), inner = Linear(hidden, hidden), readout = Linear(hidden, words) })
            .Steps(6)
            .Step((con, state, net) =>
            {
                var h = tanh(net.input.call(functional.one_hot(state.token, words).type_as(state.h)) + net.inner.call(state.h + con.context));
                var scores = net.readout.call(h);
                return Yield(sequence: new { scores }, next: new { h, token = scores.argmax(1) });
            });
    }

    /// <summary>The step of torch's LSTM layer, which multiplies for itself.</summary>
    [RecurrentContainer]
    public sealed partial class Layered
    {
        static Recurrence Define(RecurrenceBuilder rnn, int words, int hidden) => rnn
            .Sequences(new { token = Index() })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { cell = LSTMCell(words, hidden), one = Parameter(ones(1)) })
            .Step((seq, state, net) =>
            {
                var (h, c) = net.cell.call(functional.one_hot(seq.token, words).type_as(net.one), (state.h, state.c));
                return Yield(sequence: new { h }, next: new { h, c });
            });
    }

    /// <summary>The same step in a loop.</summary>
    [RecurrentContainer(Optimize = Optimizations.All & ~Optimizations.UseLayers)]
    public sealed partial class InLoop
    {
        static Recurrence Define(RecurrenceBuilder rnn, int words, int hidden) => rnn
            .Sequences(new { token = Index() })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { cell = LSTMCell(words, hidden), one = Parameter(ones(1)) })
            .Step((seq, state, net) =>
            {
                var (h, c) = net.cell.call(functional.one_hot(seq.token, words).type_as(net.one), (state.h, state.c));
                return Yield(sequence: new { h }, next: new { h, c });
            });
    }

    /// <summary>A table of torch's.</summary>
    [RecurrentContainer]
    public sealed partial class Embedded
    {
        static Recurrence Define(RecurrenceBuilder rnn, int words, int hidden) => rnn
            .Sequences(new { token = Index() })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { table = Embedding(words, hidden), cell = GRUCell(hidden, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(net.table.call(seq.token) + net.table.call(stack([seq.token, seq.token], 1)).sum([1]), state.h);
                return Yield(sequence: new { h }, next: new { h });
            });
    }
}
