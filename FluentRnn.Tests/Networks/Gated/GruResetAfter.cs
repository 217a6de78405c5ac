using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>The gated recurrent unit whose reset gate acts after the product, as in cuDNN: Cho et al. 2014, arXiv:1406.1078v1.</summary>
[RecurrentContainer]
public sealed partial class GruResetAfter
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 3 * hidden), recurrent = Linear(hidden, 3 * hidden) })
        .Step(static (seq, state, net) =>
        {
            var x = net.input.call(seq.x).chunk(3, 1);
            var u = net.recurrent.call(state.h).chunk(3, 1);
            var (r, z) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]));
            var n = tanh(x[2] + r * u[2]);
            var h = z * state.h + (1 - z) * n;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
