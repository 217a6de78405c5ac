using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Copy;

/// <summary>What the Turing machine is compared with: an LSTM, which has to keep everything in a state of fixed size.</summary>
[RecurrentContainer]
sealed partial class CopyLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int outputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { cell = LSTMCell(inputs, hidden), readout = Linear(hidden, outputs) })
        .Step(static (seq, state, net) =>
        {
            var (h, c) = net.cell.call(seq.x, (state.h, state.c));
            return Yield(sequence: new { logits = net.readout.call(h) }, next: new { h, c });
        });

    /// <summary>The largest one with at most that many weights.</summary>
    public static CopyLstm OfSize(int inputs, int outputs, long weights)
    {
        var hidden = 1;
        while (Weights(hidden + 1) <= weights)
            hidden++;
        return new CopyLstm(inputs, outputs, hidden);

        long Weights(long h) => (4 * h * (inputs + h + 2)) + ((h + 1) * outputs);
    }
}
