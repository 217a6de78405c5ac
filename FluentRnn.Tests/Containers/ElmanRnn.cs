using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>The simplest recurrence, written as an equation on parameters: h' = tanh(x W + h U + b).</summary>
[RecurrentContainer]
public sealed partial class ElmanRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            W = Parameter(randn(features, hidden) * 0.3f),
            U = Parameter(randn(hidden, hidden) * 0.3f),
            b = Parameter(zeros(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(seq.x.matmul(net.W) + state.h.matmul(net.U) + net.b);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
