using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Names;

/// <summary>Writes a name character by character: an LSTM that sees the character it wrote last. No input at all: everything comes out of its states.</summary>
[RecurrentContainer]
sealed partial class NameWriter
{
    static Recurrence Define(RecurrenceBuilder rnn, int tokens, int embedding, int hidden) => rnn
        .States(new { h = Vector(hidden), c = Vector(hidden), last = TeacherForced(Index()) })
        .Modules(() => new
        {
            embed = Embedding(tokens, embedding),
            cell = LSTMCell(embedding, hidden),
            drop = Dropout(0.25),
            readout = Linear(hidden, tokens),
        })
        .Step(static (state, net) =>
        {
            var (h, c) = net.cell.call(net.embed.call(state.last), (state.h, state.c));
            var scores = net.readout.call(net.drop.call(h));
            return Yield(sequence: new { scores }, next: new { h, c, last = scores.argmax(1) });
        });
}
