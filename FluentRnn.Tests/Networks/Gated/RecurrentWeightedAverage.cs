using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// An attention over the whole past in constant memory: Ostmeyer and Cowell 2017, arXiv:1703.01253. The average is kept as numerator and denominator, both scaled by
/// the exponential of the largest score seen.
/// </summary>
[RecurrentContainer]
public sealed partial class RecurrentWeightedAverage
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Learned(Vector(hidden)), numerator = Vector(hidden), denominator = Vector(hidden), largest = Vector(hidden) })
        .Modules(() => new { u = Linear(features, hidden), g = Linear(features + hidden, hidden), a = Linear(features + hidden, hidden, hasBias: false) })
        .Initial(static net => new { largest = full_like(net.u.bias!, -1e30) })
        .Step(static (seq, state, net) =>
        {
            var xh = cat([seq.x, state.h], 1);
            var score = net.a.call(xh);
            var largest = maximum(state.largest, score);
            var (scale, weight) = (exp(state.largest - largest), exp(score - largest));
            var numerator = state.numerator * scale + net.u.call(seq.x) * tanh(net.g.call(xh)) * weight;
            var denominator = state.denominator * scale + weight;
            var h = tanh(numerator / denominator);
            return Yield(sequence: new { y = h }, next: new { h, numerator, denominator, largest });
        });
}
