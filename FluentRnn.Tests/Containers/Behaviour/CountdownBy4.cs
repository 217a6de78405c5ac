using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary><see cref="Countdown"/>, four steps at a time: the loop may end in the middle of them.</summary>
[RecurrentContainer]
public sealed partial class CountdownBy4
{
    static Recurrence Define(RecurrenceBuilder rnn) => rnn
        .Constants(new { limit = Scalar(), rate = Scalar() })
        .States(new { sum = Scalar() })
        .Unroll(4)
        .Step(static (con, state) =>
        {
            var sum = state.sum + con.rate;
            return Yield(sequence: new { level = sum }, last: new { total = sum }, next: new { sum }, done: sum >= con.limit);
        });
}
