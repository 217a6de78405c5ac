using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A closed-form continuous-time network: two states, and a gate between them that time moves: Hasani et al. 2021, arXiv:2106.13898.</summary>
[RecurrentContainer]
public sealed partial class ClosedFormContinuous
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int backbone) => rnn
        .Sequences(new { x = Vector(features), duration = Scalar() })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            backbone = Linear(features + hidden, backbone),
            now = Linear(backbone, hidden),
            later = Linear(backbone, hidden),
            rate = Linear(backbone, hidden),
            offset = Linear(backbone, hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var features = 1.7159 * tanh(0.666 * net.backbone.call(cat([seq.x, state.h], 1)));
            var gate = sigmoid(net.rate.call(features) * seq.duration.unsqueeze(1) + net.offset.call(features));
            var h = tanh(net.now.call(features)) * (1 - gate) + tanh(net.later.call(features)) * gate;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
