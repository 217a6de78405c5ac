using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>All products depend on the sequence alone: Lei et al. 2018, arXiv:1709.02755.</summary>
[RecurrentContainer]
public sealed partial class SimpleRecurrentUnit
{
    static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
        .Sequences(new { x = Vector(hidden) })
        .States(new { c = Vector(hidden) })
        .Modules(() => new { candidate = Linear(hidden, hidden, hasBias: false), forget = Linear(hidden, hidden), reset = Linear(hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var f = sigmoid(net.forget.call(seq.x));
            var r = sigmoid(net.reset.call(seq.x));
            var c = f * state.c + (1 - f) * net.candidate.call(seq.x);
            var y = r * tanh(c) + (1 - r) * seq.x;
            return Yield(sequence: new { y }, next: new { c });
        });
}
