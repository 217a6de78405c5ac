using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class PeepholeLstmEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            Wi = Parameter(empty(inputs, hidden)),
            Ui = Parameter(empty(hidden, hidden)),
            bi = Parameter(empty(hidden)),
            pi = Parameter(empty(hidden)),
            Wf = Parameter(empty(inputs, hidden)),
            Uf = Parameter(empty(hidden, hidden)),
            bf = Parameter(empty(hidden)),
            pf = Parameter(empty(hidden)),
            Wo = Parameter(empty(inputs, hidden)),
            Uo = Parameter(empty(hidden, hidden)),
            bo = Parameter(empty(hidden)),
            po = Parameter(empty(hidden)),
            Wg = Parameter(empty(inputs, hidden)),
            Ug = Parameter(empty(hidden, hidden)),
            bg = Parameter(empty(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var i = sigmoid(seq.x.mm(net.Wi) + state.h.mm(net.Ui) + net.pi * state.c + net.bi);
            var f = sigmoid(seq.x.mm(net.Wf) + state.h.mm(net.Uf) + net.pf * state.c + net.bf);
            var g = tanh(seq.x.mm(net.Wg) + state.h.mm(net.Ug) + net.bg);
            var c = f * state.c + i * g;
            var o = sigmoid(seq.x.mm(net.Wo) + state.h.mm(net.Uo) + net.po * c + net.bo);
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}

[RecurrentContainer]
sealed partial class PeepholeLstmPacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(inputs, 4 * hidden),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            pi = Parameter(empty(hidden)),
            pf = Parameter(empty(hidden)),
            po = Parameter(empty(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var i = sigmoid(gates[0] + net.pi * state.c);
            var f = sigmoid(gates[1] + net.pf * state.c);
            var c = f * state.c + i * tanh(gates[3]);
            var o = sigmoid(gates[2] + net.po * c);
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
