using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Episodes;

/// <summary>
/// Chooses a push from what is seen and from what it remembers, and says how much reward it expects. Speeds are hidden: only a policy that remembers can know
/// them.
/// </summary>
[RecurrentContainer]
sealed partial class PolePolicy
{
    static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
        .Sequences(new { seen = Vector(PoleCarts.Seen), push = Vector(1) })     // push: that of the step before, -1, 0 (none) or 1
        .States(new { h = Learned(Vector(hidden)) })
        .Modules(() => new { cell = GRUCell(PoleCarts.Seen + 1, hidden), actor = Linear(hidden, 2), critic = Linear(hidden, 1) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(cat([seq.seen, seq.push], 1), state.h);
            return Yield(
                sequence: new { logits = net.actor.call(h), value = net.critic.call(h).squeeze(1) },
                next: new { h });
        });
}
