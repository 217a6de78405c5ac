using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// Two LSTMs, of which the lower finds the boundaries of segments and the upper moves at boundaries only: Chung, Ahn and Bengio 2016, arXiv:1609.01704. The upper reads
/// the lower of this step, the lower the upper of the step before.
/// </summary>
[RecurrentContainer]
public sealed partial class HierarchicalMultiscale
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h1 = Vector(hidden), c1 = Vector(hidden), boundary = Vector(1), h2 = Vector(hidden), c2 = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 4 * hidden + 1),
            lower = Linear(hidden, 4 * hidden + 1, hasBias: false),
            down = Linear(hidden, 4 * hidden + 1, hasBias: false),
            up = Linear(hidden, 4 * hidden),
            upper = Linear(hidden, 4 * hidden, hasBias: false),
        })
        .Step((seq, state, net) =>
        {
            // The lower layer forgets after a boundary, and is told what the upper made of it.
            var gates = net.input.call(seq.x) + net.lower.call(state.h1) + state.boundary * net.down.call(state.h2);
            var (written1, kept1, o1) = Written(gates.narrow(1, 0, 4 * hidden));
            var c1 = (1 - state.boundary) * kept1 * state.c1 + written1;
            var h1 = o1 * tanh(c1);

            // Zero or one; the gradient goes straight through.
            var soft = clamp((gates.narrow(1, 4 * hidden, 1) + 1) / 2, 0, 1);
            var boundary = soft + ((soft > 0.5).type_as(soft) - soft).detach();

            var (written2, kept2, o2) = Written(net.up.call(h1) + net.upper.call(state.h2));
            var next2 = kept2 * state.c2 + written2;
            var c2 = boundary * next2 + (1 - boundary) * state.c2;
            var h2 = boundary * o2 * tanh(next2) + (1 - boundary) * state.h2;
            return Yield(sequence: new { h1, h2, boundary }, next: new { h1, c1, boundary, h2, c2 });
        });

    private static (Tensor Written, Tensor Kept, Tensor Output) Written(Tensor gates)
    {
        var parts = gates.chunk(4, 1);
        return (sigmoid(parts[0]) * tanh(parts[2]), sigmoid(parts[1]), sigmoid(parts[3]));
    }
}
