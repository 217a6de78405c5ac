using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Four steps of straight-line code out of a constant, from a computed initial state.</summary>
[RecurrentContainer]
public sealed partial class FixedLengthDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int memory, int hidden) => rnn
        .Constants(new { context = Vector(memory) })
        .States(new { h = Vector(hidden), y = TeacherForced(Vector(2)) })
        .Modules(() => new { start = Linear(memory, hidden), cell = RNNCell(2, hidden), readout = Linear(hidden, 2) })
        .Initial(static (con, net) => new { h = tanh(net.start.call(con.context)) })
        .Steps(4)
        .Unroll()
        .Step(static (con, state, net) =>
        {
            var h = net.cell.call(state.y, state.h);
            var y = net.readout.call(h) + con.context.mean([1], keepdim: true);
            return Yield(sequence: new { y }, next: new { h, y });
        });
}
