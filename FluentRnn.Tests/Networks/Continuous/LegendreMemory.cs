using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A Legendre memory unit: beside the hidden state a memory that holds the last stretch of a number as the coefficients of Legendre polynomials:
/// Voelker, Kajić and Eliasmith 2019.
/// </summary>
[RecurrentContainer]
public sealed partial class LegendreMemory
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int order, double window) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), m = Vector(order) })
        .Modules(() => new
        {
            transition = LegendreDelay.Transition(order, window),
            input = LegendreDelay.Input(order, window),
            write = Linear(features + hidden + order, 1, hasBias: false),
            cell = Linear(features + hidden + order, hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var u = net.write.call(cat([seq.x, state.h, state.m], 1));
            var m = state.m.matmul(net.transition) + u * net.input;
            var h = tanh(net.cell.call(cat([seq.x, state.h, m], 1)));
            return Yield(sequence: new { y = h, memory = m }, next: new { h, m });
        });
}
