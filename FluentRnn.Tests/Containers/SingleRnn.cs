using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A sequence into an LSTM, its hidden state out: the first example of the Keras original.</summary>
[RecurrentContainer]
public sealed partial class SingleRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { cell = LSTMCell(features, hidden) })
        .Step(static (seq, state, net) =>
        {
            var (h, c) = net.cell.call(seq.x, (state.h, state.c));
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
