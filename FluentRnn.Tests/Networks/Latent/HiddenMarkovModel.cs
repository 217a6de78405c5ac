using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// The forward algorithm of a hidden Markov model in the log domain, and beside it that of Viterbi, with a pointer from each state to its likeliest
/// predecessor: Rabiner 1989. The states carried are those before an observation: the joint probabilities of everything observed and the state to come.
/// </summary>
[RecurrentContainer]
public sealed partial class HiddenMarkovModel
{
    static Recurrence Define(RecurrenceBuilder rnn, int states, int symbols) => rnn
        .Sequences(new { symbol = Index() })
        .States(new { sum = Vector(states), best = Vector(states) })
        .Modules(() => new { start = Parameter(randn(states)), transition = Parameter(randn(states, states)), emission = Parameter(randn(symbols, states)) })
        .Initial(static net => new { sum = functional.log_softmax(net.start, 0), best = functional.log_softmax(net.start, 0) })
        .Step(static (seq, state, net) =>
        {
            var transition = functional.log_softmax(net.transition, 1);
            var seen = functional.log_softmax(net.emission, 0).index_select(0, seq.symbol);
            var alpha = state.sum + seen;
            var delta = state.best + seen;
            var (best, origin) = max(delta.unsqueeze(2) + transition, 1);
            return Yield(
                sequence: new { alpha, delta, origin },
                last: new { logLikelihood = logsumexp(alpha, 1) },
                next: new { sum = logsumexp(alpha.unsqueeze(2) + transition, 1), best });
        });
}
