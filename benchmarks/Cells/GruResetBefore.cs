extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>Cho et al. 2014, arXiv:1406.1078v3: the reset gate acts on the state, so that the candidate's product waits for it.</summary>
sealed class GruResetBefore : Cell
{
    const string GateOrder = "rzn";

    public override string Name => "gru_before";

    public override string Title => "GRU (reset before the product)";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) => Gates(shape, GateOrder);

    public override IEnumerable<Product> Products(Shape shape) =>
        [Product.OfSequence(shape, 3 * shape.Hidden), Product.OfState(shape, 2 * shape.Hidden), Product.OfState(shape, shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Joined),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Apart),
        ScriptPeer.Source(PeerNames.Script, Script, Joined),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Apart),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Ours, () => new GruResetBeforeEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::GruResetBeforeEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(PeerNames.OursCell, () => new GruResetBeforePacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Linears),
    ];

    static Packing Apart => new()
    {
        { "W", w => w.BesideGates("W", GateOrder) },
        { "b", w => w.BesideGates("b", GateOrder) },
        { "U", w => w.BesideGates("U", "rz") },
        { "Un", w => w["Un"] },
    };

    static Packing Joined => new()
    {
        { "W", w => cat([w.BesideGates("W", "rz"), w.BesideGates("U", "rz")], 0) },
        { "b", w => w.BesideGates("b", "rz") },
        { "Wn", w => cat([w["Wn"], w["Un"]], 0) },
        { "bn", w => w["bn"] },
    };

    static Packing Linears => new()
    {
        { "input.weight", w => w.BesideGates("W", GateOrder).t() },
        { "input.bias", w => w.BesideGates("b", GateOrder) },
        { "gates.weight", w => w.BesideGates("U", "rz").t() },
        { "candidate.weight", w => w["Un"].t() },
    };

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wr, Ur, br) = (p["Wr"], p["Ur"], p["br"]);
        var (Wz, Uz, bz) = (p["Wz"], p["Uz"], p["bz"]);
        var (Wn, Un, bn) = (p["Wn"], p["Un"], p["bn"]);
        return StepLoop.Scoped(inputs.X, br.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var r = sigmoid(x.mm(Wr) + h.mm(Ur) + br);
            var z = sigmoid(x.mm(Wz) + h.mm(Uz) + bz);
            var n = tanh(x.mm(Wn) + (r * h).mm(Un) + bn);
            h = (1 - z) * n + z * h;
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, b, Wn, bn) = (p["W"], p["b"], p["Wn"], p["bn"]);
        return StepLoop.Scoped(inputs.X, bn.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var gates = sigmoid(addmm(b, cat([x, h], 1), W)).chunk(2, 1);
            var n = tanh(addmm(bn, cat([x, gates[0] * h], 1), Wn));
            h = n + gates[1] * (h - n);
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var (U, Un) = (p["U"], p["Un"]);
        var hidden = Un.shape[0];
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), hidden, 1, (x, states) =>
        {
            var h = states[0];
            using var fromX = Parts.Split(x, 2 * hidden, hidden);
            using var products = Accumulate(fromX[0], h, U);
            using var gates = Parts.Activate(products, sigmoids: 2);
            using var reset = gates[0] * h;
            using var n = Accumulate(fromX[1], reset, Un).tanh_();
            var next = n.lerp(h, gates[1]);
            return (next, [next]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) => graph.Layer("GRU", inputs.X, weights, ["z", "r", "n"]);

    const string Script = """
        def forward(x, W, b, Wn, bn):
            h = torch.zeros([x.size(0), bn.size(0)])
            ys = []
            for t in range(x.size(1)):
                xt = x[:, t]
                r, z = torch.chunk(torch.sigmoid(torch.addmm(b, torch.cat([xt, h], 1), W)), 2, 1)
                n = torch.tanh(torch.addmm(bn, torch.cat([xt, r * h], 1), Wn))
                h = n + z * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, b, U, Un):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), Un.size(0)])
            ys = []
            for t in range(len(xs)):
                xr, xz, xn = torch.chunk(xs[t], 3, 1)
                hr, hz = torch.chunk(torch.mm(h, U), 2, 1)
                r = torch.sigmoid(xr + hr)
                z = torch.sigmoid(xz + hz)
                n = torch.tanh(torch.addmm(xn, r * h, Un))
                h = n + z * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
