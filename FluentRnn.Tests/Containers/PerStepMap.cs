using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>No state at all: the same layer at every step, and the last input.</summary>
[RecurrentContainer]
public sealed partial class PerStepMap
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int width) => rnn
        .Sequences(new { x = Vector(features) })
        .Modules(() => new { layer = Linear(features, width), norm = LayerNorm(width) })
        .Step(static (seq, net) => Yield(
            sequence: new { y = net.norm.call(functional.relu(net.layer.call(seq.x))) },
            last: new { final = seq.x }));
}
