using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Modules the compiler does not know are called as they are, at every step.</summary>
[RecurrentContainer]
public sealed partial class OpaqueModule
{
    static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(features) })
        .Modules(() => new { mlp = Sequential(Linear(features, 2 * features), Tanh(), Linear(2 * features, features)) })
        .Step(static (seq, state, net) =>
        {
            var h = state.h * 0.5f + net.mlp.call(seq.x);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
