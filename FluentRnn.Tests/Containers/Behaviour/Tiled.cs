using FluentRnn;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Containers whose inputs and outputs are computed for all steps at once, around a module that says when a step runs.</summary>
public static partial class Tiled
{
    /// <summary>Any number of steps: 2 · width + 2 · words numbers are made for each step and row beside the output.</summary>
    [RecurrentContainer(Optimize = Optimizations.All)]
    public sealed partial class Tagger
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, int words, Counter counter) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { counter, input = Linear(width, width), readout = Linear(width, words) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + state.h * 0.5);
                return Yield(sequence: new { scores = functional.log_softmax(net.readout.call(h).exp(), 1) }, last: new { best = h.amax([1]) }, next: new { h = net.counter.call(h) });
            });
    }

    /// <summary>The same in both directions.</summary>
    [RecurrentContainer(Optimize = Optimizations.All)]
    public sealed partial class Both
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, Counter counter) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { counter, input = Linear(width, width) })
            .Bidirectional(Merge.Sum)
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + state.h * 0.5);
                return Yield(sequence: new { h }, next: new { h = net.counter.call(h) });
            });
    }

    /// <summary>Nothing is computed for all steps at once.</summary>
    [RecurrentContainer]
    public sealed partial class InLoop
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, Counter counter) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = Vector(width) })
            .Modules(() => new { counter })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(seq.x + state.h * 0.5);
                return Yield(sequence: new { h }, next: new { h = net.counter.call(h) });
            });
    }

    /// <summary>A fixed number of steps, four in one iteration: the loop runs that many and no others.</summary>
    [RecurrentContainer(Optimize = Optimizations.All)]
    public sealed partial class Unrolled
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width, Counter counter) => rnn
            .States(new { h = Vector(width) })
            .Modules(() => new { counter, readout = Linear(width, width) })
            .Steps(80)
            .Unroll(4)
            .Step(static (state, net) =>
            {
                var h = tanh(state.h * 0.5 + 1);
                return Yield(sequence: new { y = sigmoid(net.readout.call(h)) }, next: new { h = net.counter.call(h) });
            });
    }

    /// <summary>Dropout of a step and of a sequence, drawn in the loop, beside products that are not.</summary>
    [RecurrentContainer(Optimize = Optimizations.All)]
    public sealed partial class Noisy
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width) })
            .States(new { h = RandomNormal(Vector(width), 0.5) })
            .Modules(() => new { input = Linear(width, width), inner = Linear(width, width), drop = Dropout(0.3) })
            .Step(static (seq, state, net) =>
            {
                var h = tanh(net.input.call(seq.x) + net.inner.call(SequenceDropout(state.h, 0.4)) + net.drop.call(state.h));
                return Yield(sequence: new { y = sigmoid(net.input.call(h)) }, next: new { h });
            });
    }
}
