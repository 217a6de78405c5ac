using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A network of leaky neurons in continuous time, τ dh/dt = -h + W tanh(h) + U x: Funahashi and Nakamura 1993. The input is constant within a step,
/// whose length is an input too; each is cut into four, and each part taken by Euler's method or by the classical one of Runge and Kutta.
/// </summary>
[RecurrentContainer]
public sealed partial class ContinuousRnn
{
    const int Parts = 4;

    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, bool rungeKutta) => rnn
        .Sequences(new { x = Vector(features), duration = Scalar() })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, hidden),
            recurrent = Linear(hidden, hidden, hasBias: false),
            timeConstant = Parameter(ones(hidden)),
        })
        .Step((seq, state, net) =>
        {
            Tensor Slope(Tensor h) => (net.input.call(seq.x) + net.recurrent.call(tanh(h)) - h) / net.timeConstant;

            var dt = seq.duration.unsqueeze(1) / Parts;
            var h = state.h;
            for (var part = 0; part < Parts; part++)
            {
                var first = Slope(h);
                if (rungeKutta)
                {
                    var second = Slope(h + dt / 2 * first);
                    var third = Slope(h + dt / 2 * second);
                    var fourth = Slope(h + dt * third);
                    h = h + dt / 6 * (first + 2 * second + 2 * third + fourth);
                }
                else
                {
                    h = h + dt * first;
                }
            }

            return Yield(sequence: new { y = h }, next: new { h });
        });
}
