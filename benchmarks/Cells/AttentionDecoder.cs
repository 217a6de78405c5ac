extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>A GRU that reads a memory by additive attention before each step: Bahdanau, Cho and Bengio 2015, arXiv:1409.0473.</summary>
sealed class AttentionDecoder : Cell
{
    const int Positions = 20;
    const string GateOrder = "rzn";

    public override string Name => "attention";

    public override string Title => "attention decoder";

    /// <summary>The memory is as wide as the state.</summary>
    public override Inputs DrawInputs(Shape shape) => base.DrawInputs(shape) with { Memory = randn(shape.Batch, Positions, shape.Hidden) };

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
    [
        ("K", [shape.Hidden, shape.Hidden]), ("bk", [shape.Hidden]), ("Q", [shape.Hidden, shape.Hidden]), ("v", [shape.Hidden, 1]),
        .. Gates(shape, GateOrder), .. GateOrder.Select(gate => ($"C{gate}", new long[] { shape.Hidden, shape.Hidden })), ("dn", [shape.Hidden]),
    ];

    /// <summary>Without those of the attention itself, which are not with weights.</summary>
    public override IEnumerable<Product> Products(Shape shape) =>
    [
        new(false, (long)shape.Batch * Positions, shape.Hidden, shape.Hidden, true),
        Product.OfSequence(shape, 3 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden), Product.OfState(shape, 3 * shape.Hidden),
    ];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Joined),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Apart),
        ScriptPeer.Source(PeerNames.Script, Script, Joined),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Apart),
        OnnxPeer.Source(shape, Graph, positions: Positions),
        ModulePeer.Source(
            PeerNames.Ours, () => new AttentionDecoderEquations(shape.Inputs, shape.Hidden, shape.Hidden), (container, inputs) => container.call(inputs.X, inputs.Memory!).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::AttentionDecoderEquations(shape.Inputs, shape.Hidden, shape.Hidden), (container, inputs) => container.call(inputs.X, inputs.Memory!).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new AttentionDecoderOfCell(shape.Inputs, shape.Hidden, shape.Hidden), (container, inputs) => container.call(inputs.X, inputs.Memory!).Y, OfCell),
    ];

    static Packing Keys => [Packing.Same("K"), Packing.Same("bk"), Packing.Same("v")];

    // The query is one more product with the state.
    static Packing Apart =>
    [
        .. Keys,
        new("W", w => w.BesideGates("W", GateOrder)),
        new("b", w => w.BesideGates("b", GateOrder)),
        new("QU", w => w.Beside("Q", "Ur", "Uz", "Un")),
        new("C", w => w.BesideGates("C", GateOrder)),
        Packing.Same("dn"),
    ];

    static Packing Joined =>
    [
        .. Keys,
        Packing.Same("Q"),
        new("W", w => cat([w.BesideGates("W", GateOrder), w.BesideGates("C", GateOrder)], 0)),
        new("b", w => w.BesideGates("b", GateOrder)),
        new("U", w => w.BesideGates("U", GateOrder)),
        Packing.Same("dn"),
    ];

    static Packing OfCell => new()
    {
        { "key.weight", w => w["K"].t() },
        { "key.bias", w => w["bk"] },
        { "query.weight", w => w["Q"].t() },
        { "score.weight", w => w["v"].t() },
        { "cell.weight_ih", w => cat([w.BesideGates("W", GateOrder), w.BesideGates("C", GateOrder)], 0).t() },
        { "cell.weight_hh", w => w.BesideGates("U", GateOrder).t() },
        { "cell.bias_ih", w => w.BesideGates("b", GateOrder) },
        { "cell.bias_hh", w => cat([zeros_like(w.BesideGates("b", "rz")), w["dn"]]), w => w.Beside("br", "bz", "dn") },
    };

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (K, bk, Q, v) = (p["K"], p["bk"], p["Q"], p["v"]);
        var (Wr, Cr, Ur, br) = (p["Wr"], p["Cr"], p["Ur"], p["br"]);
        var (Wz, Cz, Uz, bz) = (p["Wz"], p["Cz"], p["Uz"], p["bz"]);
        var (Wn, Cn, Un, bn, dn) = (p["Wn"], p["Cn"], p["Un"], p["bn"], p["dn"]);
        var memory = inputs.Memory!;
        var keys = memory.matmul(K) + bk;
        return StepLoop.Scoped(inputs.X, br.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var energy = tanh(keys + h.mm(Q).unsqueeze(1)).matmul(v).squeeze(2);
            var read = softmax(energy, 1).unsqueeze(1).bmm(memory).squeeze(1);
            var r = sigmoid(x.mm(Wr) + read.mm(Cr) + h.mm(Ur) + br);
            var z = sigmoid(x.mm(Wz) + read.mm(Cz) + h.mm(Uz) + bz);
            var n = tanh(x.mm(Wn) + read.mm(Cn) + bn + r * (h.mm(Un) + dn));
            h = (1 - z) * n + z * h;
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (Q, v, W, b, U, dn) = (p["Q"], p["v"], p["W"], p["b"], p["U"], p["dn"]);
        var memory = inputs.Memory!;
        var keys = memory.matmul(p["K"]) + p["bk"];
        return StepLoop.Scoped(inputs.X, dn.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var energy = tanh(keys + h.mm(Q).unsqueeze(1)).matmul(v).squeeze(2);
            var read = softmax(energy, 1).unsqueeze(1).bmm(memory).squeeze(1);
            var fromX = addmm(b, cat([x, read], 1), W).chunk(3, 1);
            var fromH = h.mm(U).chunk(3, 1);
            var n = tanh(fromX[2] + sigmoid(fromX[0] + fromH[0]) * (fromH[2] + dn));
            h = n + sigmoid(fromX[1] + fromH[1]) * (h - n);
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var (v, QU, C) = (p["v"], p["QU"], p["C"]);
        var hidden = v.shape[0];
        var memory = inputs.Memory!;
        var keys = memory.matmul(p["K"]) + p["bk"];
        var bias = cat([zeros(3 * hidden), p["dn"]]);
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), hidden, 1, (x, states) =>
        {
            var h = states[0];
            using var products = addmm(bias, h, QU);
            using var fromH = Parts.Split(products, hidden, 2 * hidden, hidden);
            using var read = Read(fromH[0]);
            using var inputProducts = Accumulate(x, read, C);
            using var fromX = Parts.Split(inputProducts, 2 * hidden, hidden);
            using var sums = fromX[0] + fromH[1];
            using var gates = Parts.Activate(sums, sigmoids: 2);
            using var n = fromX[1].addcmul(gates[0], fromH[2]).tanh_();
            var next = n.lerp(h, gates[1]);
            return (next, [next]);
        });

        Tensor Read(Tensor query)
        {
            using var ofAll = query.unsqueeze(1);
            using var hiddenLayer = (keys + ofAll).tanh_();
            using var scores = hiddenLayer.matmul(v);
            using var energy = scores.squeeze(2);
            using var attention = energy.softmax(1);
            using var weights = attention.unsqueeze(1);
            using var read = weights.bmm(memory);
            return read.squeeze(1);
        }
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights)
    {
        var hidden = weights["bk"].shape[0];
        var (v, QU, C) = (graph.Constant(weights["v"]), graph.Constant(weights.Beside("Q", "Ur", "Uz", "Un")), graph.Constant(weights.BesideGates("C", GateOrder)));
        var dn = graph.Constant(weights["dn"]);
        var memory = inputs.Memory!;
        var keys = memory.MatMul(graph.Constant(weights["K"])) + graph.Constant(weights["bk"]);
        var xs = inputs.X.MatMul(graph.Constant(weights.BesideGates("W", GateOrder))) + graph.Constant(weights.BesideGates("b", GateOrder));
        return graph.Scan([graph.Zeros(inputs.Batch, hidden)], [xs], (x, states) =>
        {
            var h = states[0];
            var fromH = h.MatMul(QU);
            var energy = (keys + fromH.Slice(1, 0, hidden).Unsqueeze(1)).Tanh().MatMul(v).Squeeze(2);
            var read = energy.Softmax(1).Unsqueeze(1).MatMul(memory).Squeeze(1);
            var fromX = x[0] + read.MatMul(C);
            var r = (fromX.Slice(1, 0, hidden) + fromH.Slice(1, hidden, hidden)).Sigmoid();
            var z = (fromX.Slice(1, hidden, hidden) + fromH.Slice(1, 2 * hidden, hidden)).Sigmoid();
            var n = (fromX.Slice(1, 2 * hidden, hidden) + r * (fromH.Slice(1, 3 * hidden, hidden) + dn)).Tanh();
            h = n + z * (h - n);
            return (h, [h]);
        });
    }

    const string Script = """
        def forward(x, memory, K, bk, v, Q, W, b, U, dn):
            h = torch.zeros([x.size(0), U.size(0)])
            keys = torch.matmul(memory, K) + bk
            ys = []
            for t in range(x.size(1)):
                energy = torch.matmul(torch.tanh(keys + torch.mm(h, Q).unsqueeze(1)), v).squeeze(2)
                read = torch.bmm(torch.softmax(energy, 1).unsqueeze(1), memory).squeeze(1)
                xr, xz, xn = torch.chunk(torch.addmm(b, torch.cat([x[:, t], read], 1), W), 3, 1)
                hr, hz, hn = torch.chunk(torch.mm(h, U), 3, 1)
                n = torch.tanh(xn + torch.sigmoid(xr + hr) * (hn + dn))
                h = n + torch.sigmoid(xz + hz) * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, memory, K, bk, v, W, b, QU, C, dn):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), QU.size(0)])
            keys = torch.matmul(memory, K) + bk
            ys = []
            for t in range(len(xs)):
                q, hr, hz, hn = torch.chunk(torch.mm(h, QU), 4, 1)
                energy = torch.matmul(torch.tanh(keys + q.unsqueeze(1)), v).squeeze(2)
                read = torch.bmm(torch.softmax(energy, 1).unsqueeze(1), memory).squeeze(1)
                xr, xz, xn = torch.chunk(torch.addmm(xs[t], read, C), 3, 1)
                n = torch.tanh(xn + torch.sigmoid(xr + hr) * (hn + dn))
                h = n + torch.sigmoid(xz + hz) * (h - n)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
