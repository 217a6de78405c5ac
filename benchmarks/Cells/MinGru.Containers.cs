using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class MinGruEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            Wz = Parameter(empty(inputs, hidden)),
            bz = Parameter(empty(hidden)),
            Wn = Parameter(empty(inputs, hidden)),
            bn = Parameter(empty(hidden)),
        })
        .Step(static (seq, state, net) =>
        {
            var z = sigmoid(seq.x.mm(net.Wz) + net.bz);
            var n = seq.x.mm(net.Wn) + net.bn;
            var h = (1 - z) * state.h + z * n;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class MinGruPacked
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { input = Linear(inputs, 2 * hidden) })
        .Step(static (seq, state, net) =>
        {
            var products = net.input.call(seq.x).chunk(2, 1);
            var z = sigmoid(products[0]);
            var h = (1 - z) * state.h + z * products[1];
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
