using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>States of rank one to four, with a batch axis each.</summary>
[RecurrentContainer]
public sealed partial class Ranks
{
    static Recurrence Define(RecurrenceBuilder rnn, int channels) => rnn
        .Sequences(new { frame = Slot(channels, 3, 4) })
        .States(new { mean = Scalar(), row = Vector(4), outer = Matrix(4, 4), image = Slot(channels, 3, 4) })
        .Modules(() => new { mix = Conv2d(2 * channels, channels, 3, padding: 1) })
        .Step(static (seq, state, net) =>
        {
            var image = tanh(net.mix.call(cat([seq.frame, state.image], 1)));
            var row = image.mean([1, 2]) + state.row;
            var outer = 0.5 * state.outer + row.unsqueeze(2) * row.unsqueeze(1);
            var mean = state.mean + outer.sum([1, 2]);
            return Yield(sequence: new { image, mean }, last: new { outer }, next: new { mean, row, outer, image });
        });
}
