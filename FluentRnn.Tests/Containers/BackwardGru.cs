using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>From the last step to the first; outputs stay in the order of the input.</summary>
[RecurrentContainer]
public sealed partial class BackwardGru
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = GRUCell(features, hidden) })
        .Backward()
        .Unroll(4)
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            return Yield(sequence: new { y = h }, last: new { end = h }, next: new { h });
        });
}
