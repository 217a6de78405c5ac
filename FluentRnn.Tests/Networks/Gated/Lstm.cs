using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Long short-term memory with a forget gate: Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000.</summary>
[RecurrentContainer]
public sealed partial class Lstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 4 * hidden), recurrent = Linear(hidden, 4 * hidden, hasBias: false) })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var c = f * state.c + i * tanh(gates[2]);
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
