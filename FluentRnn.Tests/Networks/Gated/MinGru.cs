using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A GRU whose gate and candidate do not see the state, so that all steps could run at once: Feng et al. 2024, arXiv:2410.01201.</summary>
[RecurrentContainer]
public sealed partial class MinGru
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { gate = Linear(features, hidden), candidate = Linear(features, hidden) })
        .Step(static (seq, state, net) =>
        {
            var z = sigmoid(net.gate.call(seq.x));
            var h = (1 - z) * state.h + z * Positive(net.candidate.call(seq.x));
            return Yield(sequence: new { y = h }, next: new { h });
        });

    private static Tensor Positive(Tensor x) => where(x >= 0, x + 0.5, sigmoid(x));
}
