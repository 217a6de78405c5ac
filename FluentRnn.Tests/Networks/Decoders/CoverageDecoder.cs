using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// Attention that is told what it has read already, decoded with a beam: See, Liu and Manning 2017, arXiv:1704.04368, without the pointer. The coverage is a state as long
/// as the memory, and goes with its hypothesis.
/// </summary>
[RecurrentContainer]
public sealed partial class CoverageDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden), coverage = Vector(Any), token = TeacherForced(Index()) })
        .Modules(() => new
        {
            embed = Embedding(vocab, hidden),
            cell = GRUCell(hidden + memory, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            key = Linear(memory, hidden),
            covered = Linear(1, hidden, hasBias: false),
            score = Linear(hidden, 1, hasBias: false),
            readout = Linear(hidden, vocab),
        })
        .Initial(static (con, net) => new { coverage = zeros_like(con.memory.select(2, 0)) })
        .Step(static (con, state, net) =>
        {
            var features = net.query.call(state.h).unsqueeze(1) + net.key.call(con.memory) + net.covered.call(state.coverage.unsqueeze(2));
            var attention = softmax(net.score.call(tanh(features)).squeeze(2), 1);
            var read = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([net.embed.call(state.token), read], 1), state.h);
            var logits = net.readout.call(h);
            var again = minimum(attention, state.coverage).sum([1]);
            return Yield(sequence: new { logits, again }, next: new { h, coverage = state.coverage + attention, token = logits.argmax(1) });
        });
}
