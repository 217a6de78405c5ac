using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Gates that are normalised each by itself.</summary>
public static partial class Normed
{
    /// <summary>The products of x and of h, before they are added.</summary>
    [RecurrentContainer]
    public sealed partial class Lstm
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new
            {
                W = Linear(features, 4 * hidden, hasBias: false),
                U = Linear(hidden, 4 * hidden, hasBias: false),
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
                var x = net.W.call(seq.x).chunk(4, 1);
                var u = net.U.call(state.h).chunk(4, 1);
                var i = sigmoid(net.xi.call(x[0]) + net.hi.call(u[0]));
                var f = sigmoid(net.xf.call(x[1]) + net.hf.call(u[1]));
                var o = sigmoid(net.xo.call(x[2]) + net.ho.call(u[2]));
                var g = tanh(net.xg.call(x[3]) + net.hg.call(u[3]));
                var c = f * state.c + i * g;
                var h = o * tanh(net.cell.call(c));
                return Yield(sequence: new { y = h }, next: new { h, c });
            });
    }

    /// <summary>The products of x alone, with a weight for every gate, and gains and biases that differ.</summary>
    [RecurrentContainer]
    public sealed partial class LiGru
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                Wz = Parameter(randn(features, hidden) * 0.3f),
                Uz = Parameter(randn(hidden, hidden) * 0.3f),
                gz = Parameter(rand(hidden) + 0.5f),
                bz = Parameter(randn(hidden)),
                Wa = Parameter(randn(features, hidden) * 0.3f),
                Ua = Parameter(randn(hidden, hidden) * 0.3f),
                ga = Parameter(rand(hidden) + 0.5f),
                ba = Parameter(randn(hidden)),
            })
            .Step(static (seq, state, net) =>
            {
                var size = state.h.shape[1];
                var z = sigmoid(functional.layer_norm(seq.x.mm(net.Wz), [size], net.gz, net.bz) + state.h.mm(net.Uz));
                var a = functional.relu(functional.layer_norm(seq.x.mm(net.Wa), [size], net.ga, net.ba) + state.h.mm(net.Ua));
                var h = z * state.h + (1 - z) * a;
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Two norms of x that cannot be one, because their eps differ: the sums with h·U are joined all the same.</summary>
    [RecurrentContainer]
    public sealed partial class OfTwoKinds
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                W = Linear(features, 2 * hidden, hasBias: false),
                U = Linear(hidden, 2 * hidden),
                gate = LayerNorm(hidden, eps: 1e-3),
                candidate = LayerNorm(hidden),
            })
            .Step(static (seq, state, net) =>
            {
                var x = net.W.call(seq.x).chunk(2, 1);
                var u = net.U.call(state.h).chunk(2, 1);
                var z = sigmoid(net.gate.call(x[0]) + u[0]);
                var h = state.h.lerp(tanh(net.candidate.call(x[1]) + u[1]), z);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>Parts of two sizes, normalised in the loop; one sum takes a constant, the other a sequence.</summary>
    [RecurrentContainer]
    public sealed partial class OfTwoSizes
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .Constants(new { k = Vector(hidden) })
            .States(new { h = Vector(features), s = Vector(hidden) })
            .Modules(() => new { U = Linear(features + hidden, features + hidden), left = LayerNorm(features), right = LayerNorm(hidden) })
            .Step(static (seq, con, state, net) =>
            {
                var u = net.U.call(cat([state.h, state.s], 1)).split([seq.x.shape[1], con.k.shape[1]], 1);
                var h = tanh(net.left.call(u[0]) * seq.x);
                var s = tanh(net.right.call(u[1]) * con.k) + tanh(u[1] + tanh(con.k));
                return Yield(sequence: new { y = h }, next: new { h, s });
            });
    }

    /// <summary>Without gains and biases, and a gain without a bias; some of the parts are not normalised.</summary>
    [RecurrentContainer]
    public sealed partial class Bare
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                W = Linear(features, 3 * hidden),
                U = Linear(hidden, 3 * hidden),
                first = LayerNorm(hidden, elementwise_affine: false),
                second = LayerNorm(hidden, elementwise_affine: false),
                left = LayerNorm(hidden, bias: false),
                right = LayerNorm(hidden, bias: false),
            })
            .Step(static (seq, state, net) =>
            {
                var x = net.W.call(seq.x).chunk(3, 1);
                var u = net.U.call(state.h).chunk(3, 1);
                var r = sigmoid(net.left.call(x[0]) + net.first.call(u[0]));
                var z = sigmoid(net.right.call(x[1]) + net.second.call(u[1]));
                var h = z * state.h + (1 - z) * tanh(x[2] + r * u[2]);
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }

    /// <summary>One norm for all gates, of what is added already.</summary>
    [RecurrentContainer]
    public sealed partial class Shared
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden), c = Vector(hidden) })
            .Modules(() => new { W = Linear(features, 4 * hidden), U = Linear(hidden, 4 * hidden), norm = LayerNorm(hidden) })
            .Step(static (seq, state, net) =>
            {
                var gates = (net.W.call(seq.x) + net.U.call(state.h)).chunk(4, 1);
                var c = sigmoid(net.norm.call(gates[0])) * state.c + sigmoid(net.norm.call(gates[1])) * tanh(net.norm.call(gates[2]));
                var h = sigmoid(net.norm.call(gates[3])) * tanh(net.norm.call(c));
                return Yield(sequence: new { y = h, gate = gates[3] }, next: new { h, c });
            });
    }

    /// <summary>Multiplicative integration with vectors for each gate, in a matrix a row.</summary>
    [RecurrentContainer]
    public sealed partial class Multiplicative
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new
            {
                W = Linear(features, 2 * hidden, hasBias: false),
                U = Linear(hidden, 2 * hidden, hasBias: false),
                az = Parameter(randn(hidden)),
                aa = Parameter(randn(hidden)),
                hz = Parameter(randn(hidden)),
                ha = Parameter(randn(hidden)),
                xz = Parameter(randn(hidden)),
                xa = Parameter(randn(hidden)),
                bz = Parameter(randn(hidden)),
                ba = Parameter(randn(hidden)),
            })
            .Step(static (seq, state, net) =>
            {
                var x = net.W.call(seq.x).chunk(2, 1);
                var u = net.U.call(state.h).chunk(2, 1);
                var z = sigmoid(net.az * x[0] * u[0] + net.hz * u[0] + net.xz * x[0] + net.bz);
                var a = tanh(net.aa * x[1] * u[1] + net.ha * u[1] + net.xa * x[1] + net.ba);
                var h = z * state.h + (1 - z) * a;
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }
}
