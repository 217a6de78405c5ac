using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>One network reads a sequence into a vector, another writes a sequence out of it: Cho et al. 2014, arXiv:1406.1078.</summary>
public static partial class EncoderDecoder
{
    [RecurrentContainer]
    public sealed partial class Encoder
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(seq.x, state.h);
                return Yield(last: new { summary = h }, next: new { h });
            });
    }

    /// <summary>It starts from the summary, sees it at every step, and is fed its own output.</summary>
    [RecurrentContainer]
    public sealed partial class Decoder
    {
        static Recurrence Define(RecurrenceBuilder rnn, int summary, int hidden, int outputs) => rnn
            .Constants(new { summary = Vector(summary) })
            .States(new { h = Vector(hidden), y = TeacherForced(Vector(outputs)) })
            .Modules(() => new { start = Linear(summary, hidden), cell = GRUCell(outputs + summary, hidden), readout = Linear(hidden + outputs + summary, outputs) })
            .Initial(static (con, net) => new { h = tanh(net.start.call(con.summary)) })
            .Step(static (con, state, net) =>
            {
                var h = net.cell.call(cat([state.y, con.summary], 1), state.h);
                var y = net.readout.call(cat([h, state.y, con.summary], 1));
                return Yield(sequence: new { y }, next: new { h, y });
            });
    }
}
