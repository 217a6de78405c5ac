using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Sequences with padding: numbers and tokens, a learned state, a state with a teacher, a counter.</summary>
public static partial class Padded
{
    private static (Tensor H, Tensor Y) Step(RNNCell cell, Linear readout, Tensor x, Tensor embedded, Tensor y, Tensor h)
    {
        var next = cell.call(x + embedded + y, h);
        return (next, readout.call(next));
    }

    /// <summary>Outputs at masked steps are zeros.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>Outputs at masked steps are those of the last valid step.</summary>
    [RecurrentContainer]
    public sealed partial class Held
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Unroll(3)
            .MaskedOutputs(Masked.Held)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>Outputs at masked steps are what the step computes.</summary>
    [RecurrentContainer]
    public sealed partial class Computed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .MaskedOutputs(Masked.Computed)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>From the last step to the first.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Backward()
            .MaskedOutputs(Masked.Held)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>From the last step to the first, outputs in the order of processing.</summary>
    [RecurrentContainer]
    public sealed partial class Reversed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Backward(keepOrder: false)
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }
}
