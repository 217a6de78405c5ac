using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM that drops parts of what it writes, never of what it remembers: Semeniuta, Severyn and Barth 2016, arXiv:1603.05118.</summary>
[RecurrentContainer]
public sealed partial class RecurrentDropoutLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double p) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 4 * hidden), recurrent = Linear(hidden, 4 * hidden, hasBias: false), drop = Dropout(p) })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var c = f * state.c + i * net.drop.call(tanh(gates[2]));
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
