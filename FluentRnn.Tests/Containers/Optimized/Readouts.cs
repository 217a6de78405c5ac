using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Tokens into a GRU, and a readout of many words, as a sequence and of the last step: everything that can leave a loop on either side, under every option of the chain.</summary>
public static partial class Readouts
{
    private const int Words = 11;

    private static (Tensor H, Tensor Words, Tensor Scaled) Step(Embedding embed, GRUCell cell, Linear readout, Tensor gain, Tensor token, Tensor x, Tensor scale, Tensor h)
    {
        var next = cell.call(cat([embed.call(token), x], 1), h);
        return (next, functional.log_softmax(readout.call(next), 1), next * tanh(scale) + gain);
    }

    /// <summary>From the first step to the last.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>Outputs of masked steps are those of the last valid step.</summary>
    [RecurrentContainer]
    public sealed partial class Held
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .MaskedOutputs(Masked.Held)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>Outputs of masked steps are what the step computes.</summary>
    [RecurrentContainer]
    public sealed partial class Computed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .MaskedOutputs(Masked.Computed)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>From the last step to the first, outputs in the order of the input.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Backward()
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>From the last step to the first, outputs in the order of processing.</summary>
    [RecurrentContainer]
    public sealed partial class BackwardInTurn
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Backward(keepOrder: false)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>In both directions.</summary>
    [RecurrentContainer]
    public sealed partial class BothWays
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Bidirectional()
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>Two steps in one iteration.</summary>
    [RecurrentContainer]
    public sealed partial class Unrolled
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Unroll(2)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>Run again in the backward pass.</summary>
    [RecurrentContainer]
    public sealed partial class Checkpointed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Checkpoint(2)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }

    /// <summary>Backward, unrolled, with outputs of masked steps that are held.</summary>
    [RecurrentContainer]
    public sealed partial class HeldBackward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { token = Index(), x = Vector(features) })
            .Constants(new { scale = Vector(hidden) })
            .States(new { h = Learned(Vector(hidden)) })
            .Modules(() => new { embed = Embedding(5, features), cell = GRUCell(2 * features, hidden), readout = Linear(hidden, Words), gain = Parameter(randn(hidden)) })
            .Backward().Unroll(2).MaskedOutputs(Masked.Held)
            .Step(static (seq, con, state, net) =>
            {
                var (h, words, scaled) = Step(net.embed, net.cell, net.readout, net.gain, seq.token, seq.x, con.scale, state.h);
                return Yield(sequence: new { words, scaled, seen = seq.x * 2 }, last: new { end = words, top = tanh(scaled) }, next: new { h });
            });
    }
}
