using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>The last output of <see cref="LastBesideSequence"/>, alone.</summary>
[RecurrentContainer]
public sealed partial class LastOnly
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { h = Vector(width) })
        .Modules(() => new { cell = RNNCell(width, width), readout = Linear(width, 2) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            return Yield(last: new { y = net.readout.call(h) }, next: new { h });
        });
}

/// <summary>One value as sequence output and as last output.</summary>
[RecurrentContainer]
public sealed partial class LastBesideSequence
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { h = Vector(width) })
        .Modules(() => new { cell = RNNCell(width, width), readout = Linear(width, 2) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            var y = net.readout.call(h);
            return Yield(sequence: new { all = y }, last: new { y }, next: new { h });
        });
}
