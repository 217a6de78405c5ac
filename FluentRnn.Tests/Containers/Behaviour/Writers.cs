using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Containers that score the next token, and have it fed back.</summary>
public static partial class Writers
{
    /// <summary>Whatever came before says what comes next: states of several ranks and dtypes, and a constant that is a matrix.</summary>
    [RecurrentContainer]
    public sealed partial class Chain
    {
        static Recurrence Define(RecurrenceBuilder rnn, int vocab) => rnn
            .Constants(new { mix = Matrix(vocab, vocab) })
            .States(new { token = TeacherForced(Index()), seen = Matrix(1, vocab), n = Index() })
            .Modules(() => new { table = Embedding(vocab, vocab) })
            .Step(static (con, state, net) =>
            {
                var row = net.table.call(state.token);
                var seen = state.seen * 0.5 + row.unsqueeze(1);
                var logits = row + seen.bmm(con.mix).squeeze(1);
                return Yield(sequence: new { logits }, next: new { token = logits.argmax(1), seen, n = state.n + 1 });
            });
    }

    /// <summary>A token for every element of a sequence; a row is done when a flag says so.</summary>
    [RecurrentContainer]
    public sealed partial class Tagger
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int vocab) => rnn
            .Sequences(new { x = Vector(features), stop = Flag() })
            .States(new { h = Vector(vocab), tag = Index() })
            .Modules(() => new { embed = Embedding(vocab, features), cell = GRUCell(features, vocab) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x + net.embed.call(state.tag), state.h);
                return Yield(sequence: new { logits = h * 3, seq.x }, next: new { h, tag = h.argmax(1) }, done: seq.stop);
            });
    }

    /// <summary>The same scores at every step, given as a constant; each step can be made to fail.</summary>
    [RecurrentContainer]
    public sealed partial class Fixed
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Constants(new { scores = Vector(Any) })
            .States(new { token = Index() })
            .Step(static (con, state) => Yield(sequence: new { logits = Fuse.Check(con.scores) }, next: new { token = state.token + 1 }));
    }

    /// <summary>Two states that a token could be fed into.</summary>
    [RecurrentContainer]
    public sealed partial class Ambiguous
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Constants(new { scores = Vector(3) })
            .States(new { one = Index(), two = Index() })
            .Step(static (con, state) => Yield(
                sequence: new { first = con.scores + state.one.unsqueeze(1), second = con.scores },
                next: new { one = state.one * 1, two = state.two * 1 }));
    }
}
