using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM whose states now and then stay as they are: Krueger et al. 2016, arXiv:1606.01305.</summary>
[RecurrentContainer]
public sealed partial class ZoneoutLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double pHidden, double pCell) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 4 * hidden), recurrent = Linear(hidden, 4 * hidden, hasBias: false) })
        .Step((seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var written = f * state.c + i * tanh(gates[2]);
            var c = Zoneout(written, state.c, pCell);
            var h = Zoneout(o * tanh(written), state.h, pHidden);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
