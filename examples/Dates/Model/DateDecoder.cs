using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Dates;

/// <summary>Writes a date digit by digit. Before each it looks at the text: attention says which characters matter now.</summary>
[RecurrentContainer]
sealed partial class DateDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int memory, int embedded, int hidden) => rnn
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden), previous = TeacherForced(Index()) })
        .Modules(() => new
        {
            embedding = Embedding(DigitTokens.Count, embedded),
            query = Linear(hidden, memory),
            cell = GRUCell(embedded + memory, hidden),
            readout = Linear(hidden, DigitTokens.Count),
        })
        .Steps(DigitTokens.Length)
        .Step(static (con, state, net) =>
        {
            var attention = softmax(con.memory.bmm(net.query.call(state.h).unsqueeze(2)).squeeze(2), 1);
            var context = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([net.embedding.call(state.previous), context], 1), state.h);
            var logits = net.readout.call(h);
            return Yield(sequence: new { logits, attention }, next: new { h, previous = logits.argmax(1) });
        });
}
