using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Initial states that are drawn, beside one that is not.</summary>
[RecurrentContainer]
public sealed partial class RandomStart
{
    static Recurrence Define(RecurrenceBuilder rnn, int width, double std) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { narrow = RandomNormal(Vector(width), std), zero = Vector(width), wide = RandomNormal(Matrix(2, width), 2 * std) })
        .Step(static (seq, state) =>
        {
            var zero = state.zero + seq.x + state.narrow + state.wide.sum(1);
            return Yield(sequence: new { y = zero }, next: new { narrow = state.narrow * 0.5, zero, wide = state.wide * 0.5 });
        });
}
