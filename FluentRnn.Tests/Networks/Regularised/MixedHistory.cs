using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Sees its state of one, two and four steps ago: DiPietro et al. 2017, arXiv:1702.07805, in the simplest form of a NARX network.</summary>
[RecurrentContainer]
public sealed partial class MixedHistory
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h1 = Vector(hidden), h2 = Lag(Vector(hidden), 2), h4 = Lag(Vector(hidden), 4) })
        .Modules(() => new
        {
            input = Linear(features, hidden),
            one = Linear(hidden, hidden, hasBias: false),
            two = Linear(hidden, hidden, hasBias: false),
            four = Linear(hidden, hidden, hasBias: false),
        })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(net.input.call(seq.x) + net.one.call(state.h1) + net.two.call(state.h2) + net.four.call(state.h4));
            return Yield(sequence: new { y = h }, next: new { h1 = h, h2 = h, h4 = h });
        });
}
