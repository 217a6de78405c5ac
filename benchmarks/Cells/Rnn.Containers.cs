using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class RnnEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { W = Parameter(empty(inputs, hidden)), U = Parameter(empty(hidden, hidden)), b = Parameter(empty(hidden)) })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(seq.x.mm(net.W) + state.h.mm(net.U) + net.b);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class RnnOfCell
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = RNNCell(inputs, hidden) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
