using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>An LSTM whose units open by a clock of their own, for events at irregular times: Neil, Pfeiffer and Liu 2016, arXiv:1610.09513.</summary>
[RecurrentContainer]
public sealed partial class PhasedLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features), time = Vector(1) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 4 * hidden),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            period = Parameter(exp(rand(hidden) * 3)),
            shift = Parameter(rand(hidden)),
            open = Parameter(full(hidden, 0.5f)),
        })
        .Step(static (seq, state, net) =>
        {
            // The phase goes from 0 to 1; the gate rises, falls, and, closed, leaks while training.
            var phase = (seq.time - net.shift).remainder(net.period) / net.period;
            var rise = 2 * phase / net.open;
            var leak = (Training ? 0.001 : 0.0) * phase;
            var k = where(phase < net.open / 2, rise, where(phase < net.open, 2 - rise, leak));

            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (i, f, o) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3]));
            var written = f * state.c + i * tanh(gates[2]);
            var c = k * written + (1 - k) * state.c;
            var h = k * (o * tanh(written)) + (1 - k) * state.h;
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
