using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A step the compiler does not read (a while loop): it runs as a plain loop over the lambda.</summary>
[RecurrentContainer]
public sealed partial class PlainLoop
{
    static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(features) })
        .Modules(() => new { layer = Linear(features, features) })
        .Step(static (seq, state, net) =>
        {
            var h = state.h + seq.x;
            var rounds = 0;
            while (rounds < 3)
            {
                h = tanh(net.layer.call(h));
                rounds++;
            }

            return Yield(sequence: new { y = h }, last: new { end = h }, next: new { h });
        });
}
