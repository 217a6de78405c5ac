using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Two sequences side by side into one GRU; a sequence and a last output.</summary>
[RecurrentContainer]
public sealed partial class TwoSequences
{
    static Recurrence Define(RecurrenceBuilder rnn, int left, int right, int hidden) => rnn
        .Sequences(new { a = Vector(left), b = Vector(right) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = GRUCell(left + right, hidden) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(cat([seq.a, seq.b], 1), state.h);
            return Yield(sequence: new { y = h }, last: new { summary = h * 2 }, next: new { h });
        });
}
