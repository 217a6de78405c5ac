using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A sequence, and a constant that every step sees.</summary>
[RecurrentContainer]
public sealed partial class ConstantInput
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int context, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .Constants(new { context = Vector(context) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = RNNCell(features, hidden), mix = Linear(context, hidden) })
        .Step(static (seq, con, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h) + tanh(net.mix.call(con.context));
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
