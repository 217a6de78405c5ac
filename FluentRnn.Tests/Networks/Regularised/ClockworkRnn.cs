using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Groups of units that run at 1, 2, 4, … steps, the faster reading the slower: Koutník et al. 2014, arXiv:1402.3511.</summary>
[RecurrentContainer]
public sealed partial class ClockworkRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int groups, int units) => rnn
        .Sequences(new { x = Vector(features), t = StepIndex() })
        .States(new { h = Vector(groups * units) })
        .Modules(() => new
        {
            input = Linear(features, groups * units),
            recurrent = Parameter(randn(groups * units, groups * units) * 0.3f),
            periods = tensor(2).pow(Groups(groups, units)),
            connections = (Groups(groups, units).unsqueeze(1) >= Groups(groups, units)).to(float32),
        })
        .Step(static (seq, state, net) =>
        {
            var active = seq.t.unsqueeze(1).remainder(net.periods) == 0;
            var next = tanh(net.input.call(seq.x) + state.h.matmul(net.recurrent * net.connections));
            var h = where(active, next, state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });

    // Of every unit, the number of its group.
    private static Tensor Groups(int groups, int units) => arange(groups).repeat_interleave(units);
}
