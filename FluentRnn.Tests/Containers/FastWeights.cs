using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A matrix state that the step writes by outer products: Ba et al. 2016, arXiv:1610.06258, without the inner loop's norm.</summary>
[RecurrentContainer]
public sealed partial class FastWeights
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), fast = Matrix(hidden, hidden) })
        .Modules(() => new { cell = Linear(features + hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var fast = 0.9f * state.fast + 0.5f * state.h.unsqueeze(2).matmul(state.h.unsqueeze(1));
            var start = net.cell.call(cat([seq.x, state.h], 1));
            var h = tanh(start);
            for (var i = 0; i < 2; i++)
            {
                h = tanh(start + h.unsqueeze(1).matmul(fast).squeeze(1));
            }

            return Yield(sequence: new { y = h }, next: new { h, fast });
        });
}
