using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Every unit sees its own past only: Li et al. 2018, arXiv:1803.04831.</summary>
[RecurrentContainer]
public sealed partial class IndRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { input = Linear(features, hidden), u = Parameter(rand(hidden)) })
        .Step(static (seq, state, net) =>
        {
            var h = functional.relu(net.input.call(seq.x) + net.u * state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
