using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Actor and critic on one GRU, whose state begins anew with every episode.</summary>
[RecurrentContainer]
public sealed partial class RecurrentPolicy
{
    static Recurrence Define(RecurrenceBuilder rnn, int observation, int hidden, int actions) => rnn
        .Sequences(new { observation = Vector(observation) })
        .States(new { h = Learned(Vector(hidden)) })
        .Modules(() => new { cell = GRUCell(observation, hidden), actor = Linear(hidden, actions), critic = Linear(hidden, 1) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.observation, state.h);
            return Yield(sequence: new { policy = net.actor.call(h).log_softmax(1), value = net.critic.call(h) }, next: new { h });
        });
}
