using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Makes a sequence out of a constant: an LSTM decoder whose output, through a layer and a softmax, is fed back.</summary>
[RecurrentContainer]
public sealed partial class ConstantToSequence
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
        .Constants(new { context = Vector(memory) })
        .States(new { h = Vector(hidden), c = Vector(hidden), previous = TeacherForced(Vector(vocab)) })
        .Modules(() => new { cell = LSTMCell(vocab + memory, hidden), readout = Linear(hidden, vocab) })
        .Step(static (con, state, net) =>
        {
            var input = cat([state.previous, con.context], 1);
            var (h, c) = net.cell.call(input, (state.h, state.c));
            var logits = net.readout.call(h);
            return Yield(
                sequence: new { logits },
                last: new { summary = h },
                next: new { h, c, previous = softmax(logits, 1) });
        });
}
