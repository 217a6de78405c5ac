using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Dates;

/// <summary>Reads the characters from the first to the last, and remembers what it knew at each.</summary>
[RecurrentContainer]
sealed partial class ForwardEncoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int characters, int embedded, int hidden) => rnn
        .Sequences(new { character = Index() })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { embedding = Embedding(characters, embedded), cell = GRUCell(embedded, hidden) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(net.embedding.call(seq.character), state.h);
            return Yield(sequence: new { memory = h }, next: new { h });
        });
}
