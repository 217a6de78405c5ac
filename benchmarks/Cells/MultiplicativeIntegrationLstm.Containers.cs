using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class MultiplicativeIntegrationLstmEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
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
            ai = Parameter(empty(hidden)),
            hi = Parameter(empty(hidden)),
            xi = Parameter(empty(hidden)),
            af = Parameter(empty(hidden)),
            hf = Parameter(empty(hidden)),
            xf = Parameter(empty(hidden)),
            ao = Parameter(empty(hidden)),
            ho = Parameter(empty(hidden)),
            xo = Parameter(empty(hidden)),
            ag = Parameter(empty(hidden)),
            hg = Parameter(empty(hidden)),
            xg = Parameter(empty(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var (Wxi, Uhi) = (seq.x.mm(net.Wi), state.h.mm(net.Ui));
            var (Wxf, Uhf) = (seq.x.mm(net.Wf), state.h.mm(net.Uf));
            var (Wxo, Uho) = (seq.x.mm(net.Wo), state.h.mm(net.Uo));
            var (Wxg, Uhg) = (seq.x.mm(net.Wg), state.h.mm(net.Ug));
            var i = sigmoid(net.ai * Wxi * Uhi + net.hi * Uhi + net.xi * Wxi + net.bi);
            var f = sigmoid(net.af * Wxf * Uhf + net.hf * Uhf + net.xf * Wxf + net.bf);
            var o = sigmoid(net.ao * Wxo * Uho + net.ho * Uho + net.xo * Wxo + net.bo);
            var g = tanh(net.ag * Wxg * Uhg + net.hg * Uhg + net.xg * Wxg + net.bg);
            var c = f * state.c + i * g;
            var h = o * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}

[RecurrentContainer]
sealed partial class MultiplicativeIntegrationLstmPacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(inputs, 4 * hidden, hasBias: false),
            recurrent = Linear(hidden, 4 * hidden, hasBias: false),
            a = Parameter(empty(4 * hidden)),
            ofState = Parameter(empty(4 * hidden)),
            ofInput = Parameter(empty(4 * hidden)),
            b = Parameter(empty(4 * hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var (Wx, Uh) = (net.input.call(seq.x), net.recurrent.call(state.h));
            var gates = (net.a * Wx * Uh + net.ofState * Uh + net.ofInput * Wx + net.b).chunk(4, 1);
            var c = sigmoid(gates[1]) * state.c + sigmoid(gates[0]) * tanh(gates[3]);
            var h = sigmoid(gates[2]) * tanh(c);
            return Yield(sequence: new { y = h }, next: new { h, c });
        });
}
