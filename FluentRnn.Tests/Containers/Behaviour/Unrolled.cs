using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>One step, unrolled in every way, forward and backward.</summary>
public static partial class Unrolled
{
    private static (Tensor H, Tensor Y) Step(GRUCell cell, Tensor x, Tensor h)
    {
        var next = cell.call(x, h);
        return (next, next * x.sum([1], keepdim: true));
    }

    [RecurrentContainer]
    public sealed partial class By2
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class By1
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Unroll(1)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class By4
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Unroll(4)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Backward()
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class BackwardBy4
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Unroll(4)
            .Backward(keepOrder: true)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    /// <summary>Outputs in the order of processing, as Keras has them.</summary>
    [RecurrentContainer]
    public sealed partial class Reversed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Backward(keepOrder: false)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class ReversedBy2
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Backward(false)
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, seq.x, state.h);
                return Yield(sequence: new { y }, last: new { end = y }, next: new { h });
            });
    }
}
