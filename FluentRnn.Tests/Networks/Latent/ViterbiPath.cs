using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// The likeliest path of a <see cref="HiddenMarkovModel"/>, from its last state back along the pointers. The pointers of step t say, for each state after it, where
/// it came from; so the one at the end, that of a step not observed, is not asked.
/// </summary>
[RecurrentContainer]
public sealed partial class ViterbiPath
{
    static Recurrence Define(RecurrenceBuilder rnn, int states) => rnn
        .Sequences(new { delta = Vector(states), origin = Slot(int64, states) })
        .States(new { next = Index(), ended = Flag() })
        .Backward()
        .Step(static (seq, state) =>
        {
            var before = seq.origin.gather(1, state.next.unsqueeze(1)).squeeze(1);
            var path = where(state.ended, before, seq.delta.argmax(1));
            return Yield(sequence: new { path }, next: new { next = path, ended = ones_like(state.ended) });
        });
}
