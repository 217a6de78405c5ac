using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A container may be nested.</summary>
public static partial class Outer
{
    /// <summary>An exponential moving average with a trained rate for every feature.</summary>
    [RecurrentContainer]
    public sealed partial class MovingAverage
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { mean = Learned(Vector(features)) })
            .Modules(() => new { rate = Parameter(zeros(features)) })
            .Step(static (seq, state, net) =>
            {
                var r = sigmoid(net.rate);
                var mean = r * state.mean + (1 - r) * seq.x;
                return Yield(sequence: new { mean }, next: new { mean });
            });
    }
}
