using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>The plainest state: s' = s + x.</summary>
[RecurrentContainer]
public sealed partial class CumulativeSum
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width) })
        .Step(static (seq, state) =>
        {
            var s = state.s + seq.x;
            return Yield(sequence: new { sum = s }, next: new { s });
        });
}
