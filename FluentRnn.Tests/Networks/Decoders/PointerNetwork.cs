using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Writes its own input in another order, each element once: Vinyals, Fortunato and Jaitly 2015, arXiv:1506.03134.</summary>
[RecurrentContainer]
public sealed partial class PointerNetwork
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Constants(new { points = Matrix(Any, features) })
        .States(new { h = Vector(hidden), c = Vector(hidden), chosen = Vector(features), visited = Slot(@bool, Any) })
        .Modules(() => new
        {
            cell = LSTMCell(features, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            key = Linear(features, hidden),
            score = Linear(hidden, 1, hasBias: false),
        })
        .Initial(static (con, net) => new { visited = zeros_like(con.points.select(2, 0), dtype: @bool) })
        .Step(static (con, state, net) =>
        {
            var (h, c) = net.cell.call(state.chosen, (state.h, state.c));
            var energy = net.score.call(tanh(net.query.call(h).unsqueeze(1) + net.key.call(con.points))).squeeze(2);
            var p = softmax(energy.masked_fill(state.visited, float.NegativeInfinity), 1);
            var index = p.argmax(1);
            var chosen = take_along_dim(con.points, index.unsqueeze(1).unsqueeze(2), 1).squeeze(1);
            var visited = state.visited.scatter(1, index.unsqueeze(1), ones_like(index.unsqueeze(1), dtype: @bool));
            return Yield(sequence: new { p, index }, next: new { h, c, chosen, visited });
        });
}
