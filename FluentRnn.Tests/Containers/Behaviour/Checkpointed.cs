using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

#pragma warning disable FRNN046 // The buffers of the norm are what is tested.

/// <summary>Steps that are run again in the backward pass; with more steps between checkpoints than there are, none is.</summary>
public static partial class Checkpointed
{
    private static (Tensor H, Tensor Y) Step(RNNCell cell, Linear readout, Tensor x, Tensor embedded, Tensor y, Tensor h)
    {
        var next = cell.call(x + embedded + y, h);
        return (next, readout.call(next));
    }

    /// <summary>The step of <see cref="Padded"/>.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int every) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Checkpoint(every)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>Outputs at masked steps are those of the last valid step, also of one before the checkpoint.</summary>
    [RecurrentContainer]
    public sealed partial class Held
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int every) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Unroll(2)
            .MaskedOutputs(Masked.Held)
            .Checkpoint(every)
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
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int every) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Backward()
            .MaskedOutputs(Masked.Held)
            .Checkpoint(every)
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
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int every) => rnn
            .Sequences(new { x = Vector(features), token = Index() })
            .States(new { h = Learned(Vector(hidden)), y = TeacherForced(Vector(features)), n = Index() })
            .Modules(() => new { embed = Embedding(5, features), cell = RNNCell(features, hidden), readout = Linear(hidden, features) })
            .Backward(keepOrder: false)
            .MaskedOutputs(Masked.Computed)
            .Checkpoint(every)
            .Step(static (seq, state, net) =>
            {
                var (h, y) = Step(net.cell, net.readout, seq.x, net.embed.call(seq.token), state.y, state.h);
                return Yield(sequence: new { y, seen = state.y, n = state.n }, last: new { end = y, top = h, count = state.n + 1 }, next: new { h, y, n = state.n + 1 });
            });
    }

    /// <summary>Rows end when a flag of the sequence says so.</summary>
    [RecurrentContainer]
    public sealed partial class Stopping
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int every) => rnn
            .Sequences(new { x = Vector(features), stop = Flag() })
            .States(new { h = Vector(features), n = Index() })
            .Modules(() => new { cell = GRUCell(features, features) })
            .Checkpoint(every)
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

    /// <summary>No sequence, a fixed length that Unroll() would write out, and a row that ends as soon as it is large.</summary>
    [RecurrentContainer]
    public sealed partial class Decoder
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, int every) => rnn
            .Constants(new { context = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { bridge = Linear(width, width), gate = Linear(width, width) })
            .Initial(static (con, net) => new { h = tanh(net.bridge.call(con.context)) })
            .Steps(7)
            .Unroll()
            .Checkpoint(every)
            .Step(static (con, state, net) =>
            {
                var h = state.h + sigmoid(net.gate.call(state.h)) * con.context;
                return Yield(sequence: new { h }, next: new { h });
            });
    }

    /// <summary>Dropout of a step and of a sequence, and a norm whose buffers follow the steps.</summary>
    [RecurrentContainer]
    public sealed partial class Noisy
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, int every) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { s = RandomNormal(Vector(width), 0.5) })
            .Modules(() => new { norm = BatchNorm1d(width), inner = Linear(width, width), drop = Dropout(0.3) })
            .Checkpoint(every)
            .Step(static (seq, state, net) =>
            {
                var input = net.norm.call(net.inner.call(SequenceDropout(state.s, 0.4)) + SequenceDropout(seq.x, 0.2));
                var s = net.drop.call(input) + state.s * 0.5;
                return Yield(sequence: new { y = s }, next: new { s });
            });
    }

    /// <summary>The state of three steps ago, and the number of the step, backward.</summary>
    [RecurrentContainer]
    public sealed partial class Lagged
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, int every) => rnn
            .Sequences(new { x = Vector(width), k = StepIndex() })
            .States(new { h = Lag(Vector(width), 3) })
            .Modules(() => new { inner = Linear(width, width) })
            .Backward()
            .Checkpoint(every)
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.inner.call(state.h) + seq.x + seq.k.unsqueeze(1));
                return Yield(sequence: new { y = h, seq.k }, next: new { h });
            });
    }

    /// <summary>A module that says when it runs, and a function that may throw.</summary>
    [RecurrentContainer]
    public sealed partial class Counted
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, int every, Counter counter) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { counter, cell = RNNCell(width, width) })
            .Checkpoint(every)
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(net.counter.call(seq.x), state.h);
                return Yield(last: new { end = h }, next: new { h });
            });
    }
}
