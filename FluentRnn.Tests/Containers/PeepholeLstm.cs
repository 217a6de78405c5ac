using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>An LSTM whose gates see the cell: Gers and Schmidhuber 2000.</summary>
[RecurrentContainer]
public sealed partial class PeepholeLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 4 * hidden),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            peepInput = Parameter(randn(hidden) * 0.1f),
            peepForget = Parameter(randn(hidden) * 0.1f),
            peepOutput = Parameter(randn(hidden) * 0.1f),
        })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var i = sigmoid(gates[0] + net.peepInput * state.c);
            var f = sigmoid(gates[1] + net.peepForget * state.c);
            var c = f * state.c + i * tanh(gates[2]);
            var o = sigmoid(gates[3] + net.peepOutput * c);
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
