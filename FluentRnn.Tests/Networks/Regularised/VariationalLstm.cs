using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM with one dropout mask for the inputs and one for the hidden state, the same at all steps: Gal and Ghahramani 2016, arXiv:1512.05287.</summary>
[RecurrentContainer]
public sealed partial class VariationalLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double p) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 4 * hidden), recurrent = Linear(hidden, 4 * hidden, hasBias: false) })
        .Step((seq, state, net) =>
        {
            var x = SequenceDropout(seq.x, p);
            var gates = (net.input.call(x) + net.recurrent.call(SequenceDropout(state.h, p))).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var c = f * state.c + i * tanh(gates[2]);
            var h = o * tanh(c);
            return Yield(sequence: new { y = h, x }, next: new { h, c });
        });
}
