using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// Attention that knows where it was: a convolution over the last weights, Chorowski et al. 2015, arXiv:1506.07503, and the sum of all weights, Tu et al. 2016,
/// arXiv:1601.04811. Both are states as long as the memory.
/// </summary>
[RecurrentContainer]
public sealed partial class LocationAttention
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int memory, int hidden, int filters) => rnn
        .Sequences(new { x = Vector(features) })
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden), attention = Vector(Any), coverage = Vector(Any) })
        .Modules(() => new
        {
            cell = GRUCell(features + memory, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            key = Linear(memory, hidden),
            location = Conv1d(2, filters, 3, padding: 1L, bias: false),
            place = Linear(filters, hidden, hasBias: false),
            score = Linear(hidden, 1, hasBias: false),
        })
        .Initial(static (con, net) => new { attention = zeros_like(con.memory.select(2, 0)), coverage = zeros_like(con.memory.select(2, 0)) })
        .Step(static (seq, con, state, net) =>
        {
            var places = net.location.call(stack([state.attention, state.coverage], 1)).transpose(1, 2);
            var energy = net.score.call(tanh(net.query.call(state.h).unsqueeze(1) + net.key.call(con.memory) + net.place.call(places))).squeeze(2);
            var attention = softmax(energy, 1);
            var read = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([seq.x, read], 1), state.h);
            return Yield(sequence: new { y = h, attention }, next: new { h, attention, coverage = state.coverage + attention });
        });
}
