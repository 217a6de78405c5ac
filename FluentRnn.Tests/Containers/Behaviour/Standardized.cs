using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

#pragma warning disable FRNN046 // The buffers of the norm are what is tested.

/// <summary>A module with buffers of its own inside the step, and a buffer and a parameter of the group.</summary>
[RecurrentContainer]
public sealed partial class Standardized
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width) })
        .Modules(() => new { norm = BatchNorm1d(width), gain = Parameter(ones(width)), offset = full(width, 0.5) })
        .Step(static (seq, state, net) =>
        {
            var s = state.s * 0.5 + net.norm.call(seq.x) * net.gain + net.offset;
            return Yield(sequence: new { y = s }, next: new { s });
        });
}
