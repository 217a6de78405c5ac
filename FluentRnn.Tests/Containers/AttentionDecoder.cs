using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Additive attention over a memory whose length is known only at run time: Bahdanau et al. 2015, arXiv:1409.0473.</summary>
[RecurrentContainer]
public sealed partial class AttentionDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
        .Constants(new { memory = Matrix(Any, memory), present = Slot(@bool, Any) })
        .States(new { h = Vector(hidden), token = TeacherForced(Index()) })
        .Modules(() => new
        {
            embed = Embedding(vocab, hidden),
            cell = GRUCell(hidden + memory, hidden),
            key = Linear(memory, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            score = Linear(hidden, 1, hasBias: false),
            readout = Linear(hidden, vocab),
        })
        .Step(static (con, state, net) =>
        {
            var keys = net.key.call(con.memory);
            var energy = net.score.call(tanh(keys + net.query.call(state.h).unsqueeze(1))).squeeze(2);
            var attention = softmax(energy.masked_fill(con.present.logical_not(), -1e9), 1);
            var read = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([net.embed.call(state.token), read], 1), state.h);
            var logits = net.readout.call(h);
            return Yield(sequence: new { logits, attention }, next: new { h, token = logits.argmax(1) });
        });
}
