using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A stack of cells on one state: each layer goes on from what the layer below made of it, as state_sync of recurrentshop does.</summary>
[RecurrentContainer]
public sealed partial class SharedStateLayers
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { lower = GRUCell(features, hidden), upper = GRUCell(hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var lower = net.lower.call(seq.x, state.h);
            var h = net.upper.call(lower, lower);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
