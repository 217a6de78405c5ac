using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A row ends when what it has summed up passes a limit of its own.</summary>
[RecurrentContainer]
public sealed partial class Countdown
{
    static Recurrence Define(RecurrenceBuilder rnn) => rnn
        .Constants(new { limit = Scalar(), rate = Scalar() })
        .States(new { sum = Scalar() })
        .Step(static (con, state) =>
        {
            var sum = state.sum + con.rate;
            return Yield(sequence: new { level = sum }, last: new { total = sum }, next: new { sum }, done: sum >= con.limit);
        });
}
