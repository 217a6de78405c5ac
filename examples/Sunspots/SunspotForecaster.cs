using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Sunspots;

/// <summary>Forecasts the next value of a series from those before it. It carries two states, those of an LSTM.</summary>
[RecurrentContainer]
sealed partial class SunspotForecaster
{
    static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
        .Sequences(new { value = Vector(1) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { cell = LSTMCell(1, hidden), readout = Linear(hidden, 1) })
        .Step(static (seq, state, net) =>
        {
            var (h, c) = net.cell.call(seq.value, (state.h, state.c));
            return Yield(sequence: new { forecast = net.readout.call(h) }, next: new { h, c });
        });
}
