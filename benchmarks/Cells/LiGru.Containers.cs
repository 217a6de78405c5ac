using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class LiGruEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            Wz = Parameter(empty(inputs, hidden)),
            Uz = Parameter(empty(hidden, hidden)),
            nz = LayerNorm(hidden),
            Wa = Parameter(empty(inputs, hidden)),
            Ua = Parameter(empty(hidden, hidden)),
            na = LayerNorm(hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var z = sigmoid(net.nz.call(seq.x.mm(net.Wz)) + state.h.mm(net.Uz));
            var a = functional.relu(net.na.call(seq.x.mm(net.Wa)) + state.h.mm(net.Ua));
            var h = z * state.h + (1 - z) * a;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class LiGruPacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(inputs, 2 * hidden, hasBias: false),
            recurrent = Linear(hidden, 2 * hidden, hasBias: false),
            nz = LayerNorm(hidden),
            na = LayerNorm(hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var x = net.input.call(seq.x).chunk(2, 1);
            var u = net.recurrent.call(state.h).chunk(2, 1);
            var z = sigmoid(net.nz.call(x[0]) + u[0]);
            var a = functional.relu(net.na.call(x[1]) + u[1]);
            var h = z * state.h + (1 - z) * a;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
