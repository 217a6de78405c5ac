using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM with a recurrent matrix that depends on the input: Krause et al. 2016, arXiv:1609.07959.</summary>
[RecurrentContainer]
public sealed partial class MultiplicativeLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            factor = Linear(features, hidden, hasBias: false),
            mix = Linear(hidden, hidden, hasBias: false),
            input = Linear(features, 4 * hidden),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
        })
        .Step(static (seq, state, net) =>
        {
            var m = net.factor.call(seq.x) * net.mix.call(state.h);
            var gates = (net.input.call(seq.x) + net.recurrent.call(m)).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var c = f * state.c + i * gates[2];
            var h = tanh(c * o);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
