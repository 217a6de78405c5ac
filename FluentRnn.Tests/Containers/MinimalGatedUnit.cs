using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>One gate: Zhou et al. 2016, arXiv:1603.09420. The equations stand in a function of their own.</summary>
[RecurrentContainer]
public sealed partial class MinimalGatedUnit
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { forget = Linear(features + hidden, hidden), candidate = Linear(features + hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var h = Cell(net.forget, net.candidate, seq.x, state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });

    private static Tensor Cell(Linear forget, Linear candidate, Tensor x, Tensor h)
    {
        var f = sigmoid(forget.call(cat([x, h], 1)));
        var n = tanh(candidate.call(cat([x, f * h], 1)));
        return h + f * (n - h);
    }
}
