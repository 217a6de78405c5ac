using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>The gated recurrent unit whose reset gate acts before the product: Cho et al. 2014, arXiv:1406.1078v3.</summary>
[RecurrentContainer]
public sealed partial class GruResetBefore
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 3 * hidden),
            gates = Linear(hidden, 2 * hidden, hasBias: false),
            candidate = Linear(hidden, hidden, hasBias: false),
        })
        .Step(static (seq, state, net) =>
        {
            var x = net.input.call(seq.x).chunk(3, 1);
            var u = net.gates.call(state.h).chunk(2, 1);
            var (z, r) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]));
            var n = tanh(x[2] + net.candidate.call(r * state.h));
            var h = z * state.h + (1 - z) * n;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
