using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class GruResetBeforeEquations
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
        })
        .Step(static (seq, state, net) =>
        {
            var r = sigmoid(seq.x.mm(net.Wr) + state.h.mm(net.Ur) + net.br);
            var z = sigmoid(seq.x.mm(net.Wz) + state.h.mm(net.Uz) + net.bz);
            var n = tanh(seq.x.mm(net.Wn) + (r * state.h).mm(net.Un) + net.bn);
            var h = (1 - z) * n + z * state.h;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class GruResetBeforePacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(inputs, 3 * hidden),
            gates = Linear(hidden, 2 * hidden, hasBias: false),
            candidate = Linear(hidden, hidden, hasBias: false),
        })
        .Step(static (seq, state, net) =>
        {
            var x = net.input.call(seq.x).chunk(3, 1);
            var u = net.gates.call(state.h).chunk(2, 1);
            var (r, z) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]));
            var n = tanh(x[2] + net.candidate.call(r * state.h));
            var h = (1 - z) * n + z * state.h;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
