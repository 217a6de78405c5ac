using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>One value as sequence output, last output and next state at once, and each twice.</summary>
[RecurrentContainer]
public sealed partial class ThreeWays
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width), again = Vector(width) })
        .Step(static (seq, state) =>
        {
            var y = tanh(state.s + 0.5 * state.again + seq.x);
            return Yield(
                sequence: new { y, twin = y },
                last: new { end = y, input = seq.x, previous = state.s },
                next: new { s = y, again = y });
        });
}
