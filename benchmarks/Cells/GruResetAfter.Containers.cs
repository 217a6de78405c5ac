using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class GruResetAfterEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            Wr = Parameter(empty(inputs, hidden)),
            Ur = Parameter(empty(hidden, hidden)),
            br = Parameter(empty(hidden)),
            Wz = Parameter(empty(inputs, hidden)),
            Uz = Parameter(empty(hidden, hidden)),
            bz = Parameter(empty(hidden)),
            Wn = Parameter(empty(inputs, hidden)),
            Un = Parameter(empty(hidden, hidden)),
            bn = Parameter(empty(hidden)),
            cn = Parameter(empty(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var r = sigmoid(seq.x.mm(net.Wr) + state.h.mm(net.Ur) + net.br);
            var z = sigmoid(seq.x.mm(net.Wz) + state.h.mm(net.Uz) + net.bz);
            var n = tanh(seq.x.mm(net.Wn) + net.bn + r * (state.h.mm(net.Un) + net.cn));
            var h = (1 - z) * n + z * state.h;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class GruResetAfterOfCell
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { cell = GRUCell(inputs, hidden) })
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(seq.x, state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
