using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Rows end when a flag of the sequence says so.</summary>
public static partial class Stopping
{
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), stop = Flag() })
            .States(new { h = Vector(hidden), n = Index() })
            .Modules(() => new { cell = RNNCell(features, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(
                    sequence: new { y = h * 2, n = state.n },
                    last: new { end = h - seq.x.sum([1], keepdim: true) },
                    next: new { h, n = state.n + 1 },
                    done: seq.stop);
            });
    }

    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), stop = Flag() })
            .States(new { h = Vector(hidden), n = Index() })
            .Modules(() => new { cell = RNNCell(features, hidden) })
            .Backward()
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(
                    sequence: new { y = h * 2, n = state.n },
                    last: new { end = h - seq.x.sum([1], keepdim: true) },
                    next: new { h, n = state.n + 1 },
                    done: seq.stop);
            });
    }
}
