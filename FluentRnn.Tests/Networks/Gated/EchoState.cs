using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A fixed random reservoir, of which only the readout is trained: Jaeger 2001.</summary>
[RecurrentContainer]
public sealed partial class EchoState
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int reservoir, int outputs, float leak = 0.5f) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(reservoir) })
        .Modules(() => new
        {
            input = rand(features, reservoir) - 0.5f,
            recurrent = Scaled(randn(reservoir, reservoir), 0.9f),
            readout = Linear(reservoir, outputs),
        })
        .Step((seq, state, net) =>
        {
            var h = (1 - leak) * state.h + leak * tanh(seq.x.matmul(net.input) + state.h.matmul(net.recurrent));
            return Yield(sequence: new { y = net.readout.call(h) }, next: new { h });
        });

    // By the largest singular value, which the largest eigenvalue never exceeds.
    private static Tensor Scaled(Tensor weights, float radius) => weights * (radius / linalg.norm(weights, 2));
}
