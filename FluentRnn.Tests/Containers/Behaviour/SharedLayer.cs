using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>One layer twice in a step, and under two names.</summary>
[RecurrentContainer]
public sealed partial class SharedLayer
{
    static Recurrence Define(RecurrenceBuilder rnn, Linear shared) => rnn
        .Sequences(new { x = Vector(3) })
        .States(new { h = Vector(3) })
        .Modules(() => new { first = shared, second = shared })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(net.first.call(net.first.call(seq.x)) + net.second.call(state.h));
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
