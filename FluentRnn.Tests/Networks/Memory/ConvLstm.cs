using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM whose products are convolutions, over images: Shi et al. 2015, arXiv:1506.04214, without peepholes.</summary>
[RecurrentContainer]
public sealed partial class ConvLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int channels, int hidden, int height, int width, int kernel) => rnn
        .Sequences(new { x = Slot(channels, height, width) })
        .States(new { h = Slot(hidden, height, width), c = Slot(hidden, height, width) })
        .Modules(() => new
        {
            input = Conv2d(channels, 4 * hidden, kernel, padding: kernel / 2),
            recurrent = Conv2d(hidden, 4 * hidden, kernel, padding: kernel / 2, bias: false),
        })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (i, f, g, o) = (sigmoid(gates[0]), sigmoid(gates[1]), tanh(gates[2]), sigmoid(gates[3]));
            var c = f * state.c + i * g;
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
