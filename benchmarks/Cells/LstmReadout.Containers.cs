using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class LstmReadoutEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden, int words) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            Wi = Parameter(empty(inputs, hidden)),
            Ui = Parameter(empty(hidden, hidden)),
            bi = Parameter(empty(hidden)),
            Wf = Parameter(empty(inputs, hidden)),
            Uf = Parameter(empty(hidden, hidden)),
            bf = Parameter(empty(hidden)),
            Wo = Parameter(empty(inputs, hidden)),
            Uo = Parameter(empty(hidden, hidden)),
            bo = Parameter(empty(hidden)),
            Wg = Parameter(empty(inputs, hidden)),
            Ug = Parameter(empty(hidden, hidden)),
            bg = Parameter(empty(hidden)),
            Wy = Parameter(empty(hidden, words)),
            by = Parameter(empty(words)),
        })
        .Step(static (seq, state, net) =>
        {
            var i = sigmoid(seq.x.mm(net.Wi) + state.h.mm(net.Ui) + net.bi);
            var f = sigmoid(seq.x.mm(net.Wf) + state.h.mm(net.Uf) + net.bf);
            var o = sigmoid(seq.x.mm(net.Wo) + state.h.mm(net.Uo) + net.bo);
            var g = tanh(seq.x.mm(net.Wg) + state.h.mm(net.Ug) + net.bg);
            var c = f * state.c + i * g;
            var h = o * tanh(c);
            return Yield(sequence: new { y = h.mm(net.Wy) + net.by }, next: new { h, c });
        });
}

[RecurrentContainer]
sealed partial class LstmReadoutOfCell
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden, int words) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new { cell = LSTMCell(inputs, hidden), readout = Linear(hidden, words) })
        .Step(static (seq, state, net) =>
        {
            var (h, c) = net.cell.call(seq.x, (state.h, state.c));
            return Yield(sequence: new { y = net.readout.call(h) }, next: new { h, c });
        });
}
