using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>An RNN with zoneout.</summary>
[RecurrentContainer]
public sealed partial class Zoned
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double p) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = RNNCell(features, hidden) })
        .Step((seq, state, net) =>
        {
            var h = Zoneout(net.cell.call(seq.x, state.h), state.h, p);
            return Yield(sequence: new { y = h }, last: new { end = h }, next: new { h });
        });
}
