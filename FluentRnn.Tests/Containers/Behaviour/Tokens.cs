using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Tokens beside features, and a token as state.</summary>
[RecurrentContainer]
public sealed partial class Tokens
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int features, int hidden) => rnn
        .Sequences(new { token = Index(), x = Vector(features) })
        .States(new { h = Vector(hidden), best = Index(), seen = Flag() })
        .Modules(() => new { embed = Embedding(vocab, features), cell = GRUCell(features, hidden), readout = Linear(hidden, vocab) })
        .Step(static (seq, state, net) =>
        {
            var input = net.embed.call(seq.token) + net.embed.call(state.best) * seq.x;
            var h = net.cell.call(input, state.h);
            var logits = net.readout.call(h);
            return Yield(
                sequence: new { logits, chosen = state.best },
                next: new { h, best = logits.argmax(1), seen = state.seen.logical_or(seq.token == 0) });
        });
}
