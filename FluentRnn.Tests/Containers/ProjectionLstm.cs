using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>An LSTM whose hidden state is a projection, so its two states have different sizes: Sak et al. 2014, arXiv:1402.1128.</summary>
[RecurrentContainer]
public sealed partial class ProjectionLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int projection) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(projection), c = Vector(hidden) })
        .Modules(() => new { gates = Linear(features + projection, 4 * hidden), project = Linear(hidden, projection, hasBias: false) })
        .Step(static (seq, state, net) =>
        {
            var z = net.gates.call(cat([seq.x, state.h], 1)).chunk(4, 1);
            var c = sigmoid(z[1]) * state.c + sigmoid(z[0]) * tanh(z[2]);
            var h = net.project.call(sigmoid(z[3]) * tanh(c));
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
