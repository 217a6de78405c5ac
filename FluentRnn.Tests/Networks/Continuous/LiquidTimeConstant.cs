using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A liquid time-constant network, dv/dt = -(1/τ + f(x, v)) v + f(x, v) A, by six steps of its fused, half implicit solver: Hasani et al. 2020, arXiv:2006.04439.
/// </summary>
[RecurrentContainer]
public sealed partial class LiquidTimeConstant
{
    const int Unfolds = 6;

    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features), duration = Scalar() })
        .States(new { v = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, hidden),
            recurrent = Linear(hidden, hidden, hasBias: false),
            bias = Parameter(randn(hidden)),
            rate = Parameter(rand(hidden) + 0.5),
        })
        .Step(static (seq, state, net) =>
        {
            var dt = seq.duration.unsqueeze(1) / Unfolds;
            var v = state.v;
            for (var i = 0; i < Unfolds; i++)
            {
                var f = sigmoid(net.input.call(seq.x) + net.recurrent.call(v));
                v = (v + dt * f * net.bias) / (1 + dt * (net.rate + f));
            }

            return Yield(sequence: new { y = v }, next: new { v });
        });
}
