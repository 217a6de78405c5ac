using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Attention that only moves forward: in training its expectation, in evaluation a pointer. Raffel et al. 2017, arXiv:1704.00784.</summary>
[RecurrentContainer]
public sealed partial class MonotonicAttention
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int memory, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden), attention = Vector(Any) })
        .Modules(() => new
        {
            cell = GRUCell(features + memory, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            key = Linear(memory, hidden),
            score = Linear(hidden, 1),
        })
        .Initial(static (con, net) => new { attention = (ones_like(con.memory.select(2, 0)).cumsum(1) == 1).type_as(con.memory) })
        .Step(static (seq, con, state, net) =>
        {
            var energy = net.score.call(tanh(net.query.call(state.h).unsqueeze(1) + net.key.call(con.memory))).squeeze(2);
            Tensor choose, attention;
            if (Training)
            {
                choose = sigmoid(energy);
                var passed = PassedBefore(choose);
                attention = choose * passed * cumsum(state.attention / passed.clamp_min(1e-10), 1);
            }
            else
            {
                choose = (energy > 0).type_as(energy);
                var ahead = choose * cumsum(state.attention, 1);
                attention = ahead * PassedBefore(ahead);
            }

            var read = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([seq.x, read], 1), state.h);
            return Yield(sequence: new { y = h, choose, attention }, next: new { h, attention });
        });

    // The probability that nothing was chosen before each element.
    private static Tensor PassedBefore(Tensor choose) => cumprod(functional.pad(1 - choose, [1, -1], value: 1), 1);
}
