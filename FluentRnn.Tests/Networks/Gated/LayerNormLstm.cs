using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM with normalised products and a normalised cell: Ba, Kiros and Hinton 2016, arXiv:1607.06450, equations 20 to 22.</summary>
[RecurrentContainer]
public sealed partial class LayerNormLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 4 * hidden, hasBias: false),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            inputNorm = LayerNorm(4 * hidden),
            recurrentNorm = LayerNorm(4 * hidden),
            cellNorm = LayerNorm(hidden),
            bias = Parameter(zeros(4 * hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var products = net.inputNorm.call(net.input.call(seq.x)) + net.recurrentNorm.call(net.recurrent.call(state.h));
            var gates = (products + net.bias).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var c = f * state.c + i * tanh(gates[2]);
            var h = o * tanh(net.cellNorm.call(c));
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
