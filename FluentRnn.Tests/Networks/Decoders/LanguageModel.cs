using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Says which token comes next; the one it chooses, or the true one, is what it reads at the next step.</summary>
[RecurrentContainer]
public sealed partial class LanguageModel
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int hidden) => rnn
        .States(new { h = Vector(hidden), c = Vector(hidden), token = TeacherForced(Index()) })
        .Modules(() => new { embed = Embedding(vocab, hidden), cell = LSTMCell(hidden, hidden), readout = Linear(hidden, vocab) })
        .Step(static (state, net) =>
        {
            var (h, c) = net.cell.call(net.embed.call(state.token), (state.h, state.c));
            var logits = net.readout.call(h);
            return Yield(sequence: new { logits }, next: new { h, c, token = logits.argmax(1) });
        });
}
