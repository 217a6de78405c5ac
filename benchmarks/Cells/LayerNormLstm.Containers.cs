using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class LayerNormLstmEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            Wi = Parameter(empty(inputs, hidden)),
            Ui = Parameter(empty(hidden, hidden)),
            xi = LayerNorm(hidden),
            hi = LayerNorm(hidden),
            Wf = Parameter(empty(inputs, hidden)),
            Uf = Parameter(empty(hidden, hidden)),
            xf = LayerNorm(hidden),
            hf = LayerNorm(hidden),
            Wo = Parameter(empty(inputs, hidden)),
            Uo = Parameter(empty(hidden, hidden)),
            xo = LayerNorm(hidden),
            ho = LayerNorm(hidden),
            Wg = Parameter(empty(inputs, hidden)),
            Ug = Parameter(empty(hidden, hidden)),
            xg = LayerNorm(hidden),
            hg = LayerNorm(hidden),
            cell = LayerNorm(hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var i = sigmoid(net.xi.call(seq.x.mm(net.Wi)) + net.hi.call(state.h.mm(net.Ui)));
            var f = sigmoid(net.xf.call(seq.x.mm(net.Wf)) + net.hf.call(state.h.mm(net.Uf)));
            var o = sigmoid(net.xo.call(seq.x.mm(net.Wo)) + net.ho.call(state.h.mm(net.Uo)));
            var g = tanh(net.xg.call(seq.x.mm(net.Wg)) + net.hg.call(state.h.mm(net.Ug)));
            var c = f * state.c + i * g;
            var h = o * tanh(net.cell.call(c));
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}

[RecurrentContainer]
sealed partial class LayerNormLstmPacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(inputs, 4 * hidden, hasBias: false),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            xi = LayerNorm(hidden),
            xf = LayerNorm(hidden),
            xo = LayerNorm(hidden),
            xg = LayerNorm(hidden),
            hi = LayerNorm(hidden),
            hf = LayerNorm(hidden),
            ho = LayerNorm(hidden),
            hg = LayerNorm(hidden),
            cell = LayerNorm(hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var x = net.input.call(seq.x).chunk(4, 1);
            var u = net.recurrent.call(state.h).chunk(4, 1);
            var i = sigmoid(net.xi.call(x[0]) + net.hi.call(u[0]));
            var f = sigmoid(net.xf.call(x[1]) + net.hf.call(u[1]));
            var o = sigmoid(net.xo.call(x[2]) + net.ho.call(u[2]));
            var g = tanh(net.xg.call(x[3]) + net.hg.call(u[3]));
            var c = f * state.c + i * g;
            var h = o * tanh(net.cell.call(c));
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
