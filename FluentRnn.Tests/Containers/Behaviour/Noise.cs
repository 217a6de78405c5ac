using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Random draws in a step, of every kind.</summary>
[RecurrentContainer]
public sealed partial class Noise
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width) })
        .Modules(() => new { drop = Dropout(0.5) })
        .Step(static (seq, state, net) =>
        {
            var dropped = net.drop.call(seq.x);
            var s = state.s + dropped;
            return Yield(sequence: new { dropped, noise = rand_like(seq.x) }, next: new { s });
        });
}

/// <summary>The same, four steps in one iteration.</summary>
[RecurrentContainer]
public sealed partial class NoiseBy4
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width) })
        .Modules(() => new { drop = Dropout(0.5) })
        .Unroll(4)
        .Step(static (seq, state, net) =>
        {
            var dropped = net.drop.call(seq.x);
            var s = state.s + dropped;
            return Yield(sequence: new { dropped, noise = rand_like(seq.x) }, next: new { s });
        });
}
