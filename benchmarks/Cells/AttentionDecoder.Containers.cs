using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Benchmarks.Cells;

[RecurrentContainer]
sealed partial class AttentionDecoderEquations
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int memory, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            K = Parameter(empty(memory, hidden)),
            bk = Parameter(empty(hidden)),
            Q = Parameter(empty(hidden, hidden)),
            v = Parameter(empty(hidden, 1)),
            Wr = Parameter(empty(inputs, hidden)),
            Cr = Parameter(empty(memory, hidden)),
            Ur = Parameter(empty(hidden, hidden)),
            br = Parameter(empty(hidden)),
            Wz = Parameter(empty(inputs, hidden)),
            Cz = Parameter(empty(memory, hidden)),
            Uz = Parameter(empty(hidden, hidden)),
            bz = Parameter(empty(hidden)),
            Wn = Parameter(empty(inputs, hidden)),
            Cn = Parameter(empty(memory, hidden)),
            Un = Parameter(empty(hidden, hidden)),
            bn = Parameter(empty(hidden)),
            dn = Parameter(empty(hidden)),
        })
        .Step(static (seq, con, state, net) =>
        {
            var keys = con.memory.matmul(net.K) + net.bk;
            var energy = tanh(keys + state.h.mm(net.Q).unsqueeze(1)).matmul(net.v).squeeze(2);
            var read = softmax(energy, 1).unsqueeze(1).bmm(con.memory).squeeze(1);
            var r = sigmoid(seq.x.mm(net.Wr) + read.mm(net.Cr) + state.h.mm(net.Ur) + net.br);
            var z = sigmoid(seq.x.mm(net.Wz) + read.mm(net.Cz) + state.h.mm(net.Uz) + net.bz);
            var n = tanh(seq.x.mm(net.Wn) + read.mm(net.Cn) + net.bn + r * (state.h.mm(net.Un) + net.dn));
            var h = (1 - z) * n + z * state.h;
            return Yield(sequence: new { y = h }, next: new { h });
        });
}

[RecurrentContainer]
sealed partial class AttentionDecoderOfCell
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int memory, int hidden) => rnn
        .Sequences(new { x = Vector(inputs) })
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            key = Linear(memory, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            score = Linear(hidden, 1, hasBias: false),
            cell = GRUCell(inputs + memory, hidden),
        })
        .Step(static (seq, con, state, net) =>
        {
            var energy = net.score.call(tanh(net.key.call(con.memory) + net.query.call(state.h).unsqueeze(1))).squeeze(2);
            var read = softmax(energy, 1).unsqueeze(1).bmm(con.memory).squeeze(1);
            var h = net.cell.call(cat([seq.x, read], 1), state.h);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
