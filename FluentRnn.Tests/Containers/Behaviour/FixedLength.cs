using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Five steps out of a constant, in a loop, unrolled in part, and straight.</summary>
public static partial class FixedLength
{
    private static Tensor Step(RNNCell cell, Tensor context, Tensor h) => cell.call(context, h) + 0.1 * context.sum([1], keepdim: true);

    [RecurrentContainer]
    public sealed partial class Loop
    {
        static Recurrence Define(RecurrenceBuilder rnn, int memory, int hidden) => rnn
            .Constants(new { context = Vector(memory) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(memory, hidden) })
            .Steps(5)
            .Step(static (con, state, net) =>
            {
                var h = Step(net.cell, con.context, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class By2
    {
        static Recurrence Define(RecurrenceBuilder rnn, int memory, int hidden) => rnn
            .Constants(new { context = Vector(memory) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(memory, hidden) })
            .Steps(5)
            .Unroll(2)
            .Step(static (con, state, net) =>
            {
                var h = Step(net.cell, con.context, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Straight
    {
        static Recurrence Define(RecurrenceBuilder rnn, int memory, int hidden) => rnn
            .Constants(new { context = Vector(memory) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(memory, hidden) })
            .Steps(5)
            .Unroll()
            .Step(static (con, state, net) =>
            {
                var h = Step(net.cell, con.context, state.h);
                return Yield(sequence: new { y = h }, last: new { end = h * 2 }, next: new { h });
            });
    }
}
