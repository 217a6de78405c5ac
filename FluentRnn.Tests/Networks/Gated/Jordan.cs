using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>The output is fed back, not the hidden layer: Jordan 1986.</summary>
[RecurrentContainer]
public sealed partial class Jordan
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int outputs) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { y = Vector(outputs) })
        .Modules(() => new { input = Linear(features, hidden), feedback = Linear(outputs, hidden, hasBias: false), readout = Linear(hidden, outputs) })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(net.input.call(seq.x) + net.feedback.call(state.y));
            var y = net.readout.call(h);
            return Yield(sequence: new { y }, next: new { y });
        });
}
