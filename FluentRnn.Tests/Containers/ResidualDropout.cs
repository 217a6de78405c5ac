using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A residual connection where the sizes allow one, and noise while training only: two host conditions.</summary>
[RecurrentContainer]
public sealed partial class ResidualDropout
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, float noise = 0.1f) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = GRUCell(features, hidden), drop = Dropout(0.5) })
        .Step((seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            if (Training)
            {
                h = h + noise * randn_like(h);
            }

            var y = net.drop.call(h);
            if (features == hidden)
            {
                y = y + seq.x;
            }

            return Yield(sequence: new { y }, next: new { h });
        });
}
