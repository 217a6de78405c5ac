using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>An output fed back through a layer: y' = W y + x.</summary>
[RecurrentContainer]
public sealed partial class Feedback
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { y = Vector(width) })
        .Modules(() => new { w = Linear(width, width) })
        .Step(static (seq, state, net) =>
        {
            var y = net.w.call(state.y) + seq.x;
            return Yield(sequence: new { output = y }, next: new { y });
        });
}

/// <summary>Two outputs fed back at once, each into the other.</summary>
[RecurrentContainer]
public sealed partial class CrossedFeedback
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { a = Vector(width), b = Vector(width) })
        .Modules(() => new { w = Linear(width, width), v = Linear(width, width) })
        .Step(static (seq, state, net) =>
        {
            var a = tanh(net.w.call(state.b) + seq.x);
            var b = tanh(net.v.call(state.a));
            return Yield(sequence: new { first = a, second = b }, last: new { end = a + b }, next: new { a, b });
        });
}

/// <summary>The two states change places at every step, and nothing is computed.</summary>
[RecurrentContainer]
public sealed partial class Exchange
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .States(new { a = Vector(width), b = Vector(width) })
        .Step(static state => Yield(sequence: new { first = state.a }, next: new { a = state.b, b = state.a }));
}
