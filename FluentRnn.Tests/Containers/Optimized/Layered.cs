using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Steps that torch has a layer for, with a readout behind, under every option of the chain.</summary>
public static partial class Layered
{
    // The gates stand in another order than torch's: forget, input, candidate, output.
    private static (Tensor H, Tensor C) Step(Tensor W, Tensor U, Tensor b, Tensor x, Tensor h, Tensor c)
    {
        var gates = (x.matmul(W) + h.matmul(U) + b).chunk(4, 1);
        var next = sigmoid(gates[0]) * c + sigmoid(gates[1]) * tanh(gates[2]);
        return (sigmoid(gates[3]) * tanh(next), next);
    }

    /// <summary>From the first step to the last.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>From the last step to the first.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Backward()
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>From the last step to the first, outputs in the order of processing.</summary>
    [RecurrentContainer]
    public sealed partial class BackwardInTurn
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Backward(keepOrder: false)
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>In both directions.</summary>
    [RecurrentContainer]
    public sealed partial class BothWays
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Bidirectional()
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>Two steps in one iteration.</summary>
    [RecurrentContainer]
    public sealed partial class Unrolled
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Unroll(2)
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>Run again in the backward pass.</summary>
    [RecurrentContainer]
    public sealed partial class Checkpointed
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .Checkpoint(2)
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }

    /// <summary>Outputs of masked steps are held.</summary>
    [RecurrentContainer]
    public sealed partial class Held
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Learned(Vector(hidden)), c = Vector(hidden) })
            .Modules(() => new { W = Parameter(randn(features, 4 * hidden) * 0.3f), U = Parameter(randn(hidden, 4 * hidden) * 0.3f), b = Parameter(randn(4 * hidden) * 0.1f), readout = Linear(hidden, 7) })
            .MaskedOutputs(Masked.Held)
            .Step(static (seq, state, net) =>
            {
                var (h, c) = Step(net.W, net.U, net.b, seq.x, state.h, state.c);
                return Yield(sequence: new { y = net.readout.call(h), h }, last: new { end = tanh(h) }, next: new { h, c });
            });
    }
}
