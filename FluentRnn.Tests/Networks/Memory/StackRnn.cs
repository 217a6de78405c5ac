using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An Elman network with a stack that it pushes to and pops from by shares: Joulin and Mikolov 2015, arXiv:1503.01007.</summary>
[RecurrentContainer]
public sealed partial class StackRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int depth, int width) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), stack = Matrix(depth, width) })
        .Modules(() => new
        {
            cell = Linear(features + hidden + width, hidden),
            action = Linear(hidden, 3),
            value = Linear(hidden, width),
        })
        .Step(static (seq, state, net) =>
        {
            var h = sigmoid(net.cell.call(cat([seq.x, state.h, state.stack.select(1, 0)], 1)));
            var action = softmax(net.action.call(h), 1).unsqueeze(2);
            var (push, pop, keep) = (action[.., ..1], action[.., 1..2], action[.., 2..]);

            // Pushed, everything sinks by one and the last is lost; popped, everything rises by one and zeros come up from below.
            var pushed = cat([sigmoid(net.value.call(h)).unsqueeze(1), state.stack[.., ..^1]], 1);
            var popped = functional.pad(state.stack[.., 1..], [0, 0, 0, 1]);
            var stack = push * pushed + pop * popped + keep * state.stack;
            return Yield(sequence: new { y = h, top = stack.select(1, 0) }, next: new { h, stack });
        });
}
