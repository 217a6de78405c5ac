using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// Adaptive computation time: the cell runs several times a step, until the halting probabilities of a row add up to one less ε, and the states it went through
/// are averaged by them: Graves 2016, arXiv:1603.08983. Rows that have halted weigh nothing in the rounds that others still need.
/// </summary>
[RecurrentContainer]
public sealed partial class AdaptiveComputationTime
{
    /// <summary>The rounds of a step are at most so many.</summary>
    const int Rounds = 5;

    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double epsilon) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = RNNCell(features + 1, hidden), halt = Linear(hidden, 1) })
        .Step((seq, state, net) =>
        {
            var inner = state.h;
            var h = zeros_like(state.h);
            var left = ones_like(state.h[.., ..1]);
            var rounds = zeros_like(left);
            var remainder = zeros_like(left);
            for (var round = 0; round < Rounds; round++)
            {
                var first = round == 0 ? ones_like(left) : zeros_like(left);
                inner = net.cell.call(cat([seq.x, first], 1), inner);
                var probability = sigmoid(net.halt.call(inner));

                // A row that has halted has nothing left; one that halts now spends all that is left.
                var running = left > 0;
                var halts = round == Rounds - 1 ? running : running.logical_and(left - probability <= epsilon);
                var share = where(halts, left, where(running, probability, zeros_like(left)));
                h = h + share * inner;
                rounds = rounds + running.type_as(left);
                remainder = remainder + where(halts, left, zeros_like(left));
                left = where(halts, zeros_like(left), left - share);
            }

            return Yield(sequence: new { y = h, ponder = (rounds + remainder).squeeze(1) }, next: new { h });
        });
}
