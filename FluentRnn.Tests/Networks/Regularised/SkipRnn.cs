using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Learns which steps to skip: Campos et al. 2017, arXiv:1708.06834. The gate is binary; the gradient goes straight through the rounding.</summary>
[RecurrentContainer]
public sealed partial class SkipRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), update = Vector(1) })
        .Modules(() => new { cell = RNNCell(features, hidden), gate = Linear(hidden, 1) })
        .Initial(static net => new { update = ones_like(net.gate.bias!) })
        .Step(static (seq, state, net) =>
        {
            var u = state.update + (state.update.round() - state.update).detach();
            var h = u * net.cell.call(seq.x, state.h) + (1 - u) * state.h;
            var increment = sigmoid(net.gate.call(h));
            var update = u * increment + (1 - u) * (state.update + minimum(increment, 1 - state.update));
            return Yield(sequence: new { y = h, u }, next: new { h, update });
        });
}
