using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A window that slides over a text while a pen writes it: Graves 2013, arXiv:1308.0850, equations 46 to 51.</summary>
[RecurrentContainer]
public sealed partial class HandwritingWindow
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int vocab, int hidden, int mixtures) => rnn
        .Sequences(new { pen = Vector(features) })
        .Constants(new { text = Matrix(Any, vocab) })
        .States(new { h = Vector(hidden), c = Vector(hidden), position = Vector(mixtures), window = Vector(vocab) })
        .Modules(() => new { cell = LSTMCell(features + vocab, hidden), mixture = Linear(hidden, 3 * mixtures) })
        .Step(static (seq, con, state, net) =>
        {
            var (h, c) = net.cell.call(cat([seq.pen, state.window], 1), (state.h, state.c));
            var mixture = exp(net.mixture.call(h)).unsqueeze(2).chunk(3, 1);
            var (importance, width) = (mixture[0], mixture[1]);
            var position = state.position + mixture[2].squeeze(2);

            var characters = ones_like(con.text.select(2, 0)).cumsum(1) - 1;
            var distance = position.unsqueeze(2) - characters.unsqueeze(1);
            var weights = (importance * exp(-width * distance.square())).sum(1);
            var window = weights.unsqueeze(1).bmm(con.text).squeeze(1);
            return Yield(sequence: new { y = h, window }, next: new { h, c, position, window });
        });
}
