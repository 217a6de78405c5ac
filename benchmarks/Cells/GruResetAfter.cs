extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>Cho et al. 2014 as cuDNN and torch have it: the reset gate acts on the candidate's product, which has a bias of its own.</summary>
sealed class GruResetAfter : Cell
{
    const string GateOrder = "rzn";

    public override string Name => "gru";

    public override string Title => "GRU (reset after the product)";

    public override bool IsLayer => true;

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) => [.. Gates(shape, GateOrder), ("cn", [shape.Hidden])];

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 3 * shape.Hidden), Product.OfState(shape, 3 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Joined),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Apart),
        ScriptPeer.Source(PeerNames.Script, Script, Joined),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Apart),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(
            PeerNames.Layer, () => nn.GRU(shape.Inputs, shape.Hidden, batchFirst: true), (layer, inputs) => layer.call(inputs.X).Item1, Vendor("", "_l0")),
        ModulePeer.Source(PeerNames.Ours, () => new GruResetAfterEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::GruResetAfterEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new GruResetAfterOfCell(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Vendor("cell.", "")),
    ];

    static Packing Apart => [.. Packings.Apart(GateOrder), Packing.Same("cn")];

    // [x, h] has one product with r and z; the candidate needs its two halves apart.
    static Packing Joined => new()
    {
        { "W", w => cat([w.BesideGates("W", "rz"), w.BesideGates("U", "rz")], 0) },
        { "b", w => w.BesideGates("b", "rz") },
        { "Wn", w => w["Wn"] },
        { "Un", w => w["Un"] },
        { "bn", w => w["bn"] },
        { "cn", w => w["cn"] },
    };

    static Packing Vendor(string prefix, string suffix) => new()
    {
        { $"{prefix}weight_ih{suffix}", w => w.BesideGates("W", GateOrder).t() },
        { $"{prefix}weight_hh{suffix}", w => w.BesideGates("U", GateOrder).t() },
        { $"{prefix}bias_ih{suffix}", w => w.BesideGates("b", GateOrder) },
        { $"{prefix}bias_hh{suffix}", w => cat([zeros_like(w.BesideGates("b", "rz")), w["cn"]]), w => w.Beside("br", "bz", "cn") },
    };

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wr, Ur, br) = (p["Wr"], p["Ur"], p["br"]);
        var (Wz, Uz, bz) = (p["Wz"], p["Uz"], p["bz"]);
        var (Wn, Un, bn, cn) = (p["Wn"], p["Un"], p["bn"], p["cn"]);
        return StepLoop.Scoped(inputs.X, br.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var r = sigmoid(x.mm(Wr) + h.mm(Ur) + br);
            var z = sigmoid(x.mm(Wz) + h.mm(Uz) + bz);
            var n = tanh(x.mm(Wn) + bn + r * (h.mm(Un) + cn));
            h = (1 - z) * n + z * h;
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, b, Wn, Un, bn, cn) = (p["W"], p["b"], p["Wn"], p["Un"], p["bn"], p["cn"]);
        return StepLoop.Scoped(inputs.X, bn.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var gates = sigmoid(addmm(b, cat([x, h], 1), W)).chunk(2, 1);
            var n = tanh(addmm(bn, x, Wn) + gates[0] * addmm(cn, h, Un));
            h = n + gates[1] * (h - n);
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var U = p["U"];
        var hidden = U.shape[0];

        // The recurrent product is one for all gates; only r and z may add to the input's.
        var bias = cat([zeros(2 * hidden), p["cn"]]);
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), hidden, 1, (x, states) =>
        {
            var h = states[0];
            using var products = addmm(bias, h, U);
            using var fromX = Parts.Split(x, 2 * hidden, hidden);
            using var fromH = Parts.Split(products, 2 * hidden, hidden);
            using var sums = fromX[0] + fromH[0];
            using var gates = Parts.Activate(sums, sigmoids: 2);
            using var n = fromX[1].addcmul(gates[0], fromH[1]).tanh_();
            var next = n.lerp(h, gates[1]);
            return (next, [next]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) =>
        graph.Layer("GRU", inputs.X, weights, ["z", "r", "n"], recurrentBias: cat([zeros_like(weights.BesideGates("b", "zr")), weights["cn"]]),
            attributes: [("linear_before_reset", 1L)]);

    const string Script = """
        def forward(x, W, b, Wn, Un, bn, cn):
            h = torch.zeros([x.size(0), bn.size(0)])
            ys = []
            for t in range(x.size(1)):
                xt = x[:, t]
                r, z = torch.chunk(torch.sigmoid(torch.addmm(b, torch.cat([xt, h], 1), W)), 2, 1)
                n = torch.tanh(torch.addmm(bn, xt, Wn) + r * torch.addmm(cn, h, Un))
                h = n + z * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b, cn):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), U.size(0)])
            ys = []
            for t in range(len(xs)):
                xr, xz, xn = torch.chunk(xs[t], 3, 1)
                hr, hz, hn = torch.chunk(torch.mm(h, U), 3, 1)
                r = torch.sigmoid(xr + hr)
                z = torch.sigmoid(xz + hz)
                n = torch.tanh(xn + r * (hn + cn))
                h = n + z * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
