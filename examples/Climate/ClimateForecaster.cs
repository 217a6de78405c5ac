using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Climate;

/// <summary>
/// Reads any of the series, measurement by measurement, and says at each how much higher the value will be one, three, six and twelve months later, and how sure
/// it is. The state it starts from is learned.
/// </summary>
[RecurrentContainer]
sealed partial class ClimateForecaster
{
    const double LeastDeviation = 1e-2;

    static Recurrence Define(RecurrenceBuilder rnn, int series, int horizons, int hidden) => rnn
        .Sequences(new { value = Vector(1), season = Vector(2), waited = Vector(1) })     // waited: the years since the measurement before
        .Constants(new { which = Index() })
        .States(new { h = Learned(Vector(hidden)) })
        .Modules(() => new { names = Embedding(series, 4), cell = GRUCell(8, hidden), inner = Linear(hidden, hidden), readout = Linear(hidden, 2 * horizons) })
        .Step(static (seq, con, state, net) =>
        {
            var h = net.cell.call(cat([seq.value, seq.season, seq.waited, net.names.call(con.which)], 1), state.h);
            var parts = net.readout.call(tanh(net.inner.call(h))).chunk(2, 1);
            return Yield(
                sequence: new { change = parts[0], deviation = parts[1].softplus() + LeastDeviation },
                next: new { h });
        });
}
