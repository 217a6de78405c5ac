using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Attention over a constant: its projection is the same at every step.</summary>
public static partial class Attending
{
    /// <summary>Scores by a sum.</summary>
    [RecurrentContainer]
    public sealed partial class Additive
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int depth, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { memory = Matrix(Any, depth) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                U = Parameter(randn(depth, hidden) * 0.3f),
                W = Parameter(randn(hidden, hidden) * 0.3f),
                v = Parameter(randn(hidden) * 0.3f),
                cell = GRUCell(features + depth, hidden),
                readout = Linear(hidden + depth, features),
            })
            .Step(static (seq, con, state, net) =>
            {
                var scores = tanh(con.memory.matmul(net.U) + state.h.matmul(net.W).unsqueeze(1)).matmul(net.v);
                var context = softmax(scores, 1).unsqueeze(1).bmm(con.memory).squeeze(1);
                var h = net.cell.call(cat([seq.x, context], 1), state.h);
                var y = net.readout.call(cat([h, context], 1));
                return Yield(sequence: new { y, scores }, last: new { context }, next: new { h });
            });
    }

    /// <summary>Scores by a product; what was read feeds the next step.</summary>
    [RecurrentContainer]
    public sealed partial class Multiplicative
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int depth) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { memory = Matrix(Any, depth) })
            .States(new { h = Vector(depth), read = Vector(depth) })
            .Modules(() => new { keys = Linear(depth, depth), cell = LSTMCell(features + depth, depth), query = Linear(depth, depth, hasBias: false) })
            .Step(static (seq, con, state, net) =>
            {
                var (h, _) = net.cell.call(cat([seq.x, state.read], 1), (state.h, state.h));
                var weights = softmax(net.keys.call(con.memory).matmul(net.query.call(h).unsqueeze(2)).squeeze(2), 1);
                var read = (weights.unsqueeze(2) * con.memory).sum([1]);
                return Yield(sequence: new { weights, read }, next: new { h, read });
            });
    }
}
