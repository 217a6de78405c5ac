using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Sizes known only at run time, in every group.</summary>
[RecurrentContainer]
public sealed partial class Wide
{
    static Recurrence Define(RecurrenceBuilder rnn) => rnn
        .Sequences(new { x = Matrix(Any, 2) })
        .Constants(new { mask = Slot(@bool, Any) })
        .States(new { h = Matrix(Any, 2) })
        .Step(static (seq, con, state) =>
        {
            var h = (state.h + seq.x).masked_fill(con.mask.unsqueeze(2), 0);
            return Yield(sequence: new { y = h.sum([1]) }, last: new { h }, next: new { h });
        });
}
