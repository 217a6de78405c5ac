extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>An LSTM whose gates see the cell: Gers and Schmidhuber 2000.</summary>
sealed class PeepholeLstm : Cell
{
    const string GateOrder = "ifog", Peepholes = "ifo";

    public override string Name => "peephole";

    public override string Title => "peephole LSTM";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
        [.. Gates(shape, GateOrder), .. Peepholes.Select(gate => ($"p{gate}", new long[] { shape.Hidden }))];

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 4 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, [.. Packings.Joined(GateOrder), .. OfPeepholes]),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, [.. Packings.Apart(GateOrder), .. OfPeepholes]),
        ScriptPeer.Source(PeerNames.Script, Script, [.. Packings.Joined(GateOrder), .. OfPeepholes]),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, [.. Packings.Apart(GateOrder), .. OfPeepholes]),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Ours, () => new PeepholeLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::PeepholeLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new PeepholeLstmPacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y,
            [.. Packings.Linears(GateOrder), .. OfPeepholes]),
    ];

    static Packing OfPeepholes => [Packing.Same("pi"), Packing.Same("pf"), Packing.Same("po")];

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wi, Ui, bi, pi) = (p["Wi"], p["Ui"], p["bi"], p["pi"]);
        var (Wf, Uf, bf, pf) = (p["Wf"], p["Uf"], p["bf"], p["pf"]);
        var (Wo, Uo, bo, po) = (p["Wo"], p["Uo"], p["bo"], p["po"]);
        var (Wg, Ug, bg) = (p["Wg"], p["Ug"], p["bg"]);
        return StepLoop.Scoped(inputs.X, bi.shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var i = sigmoid(x.mm(Wi) + h.mm(Ui) + pi * c + bi);
            var f = sigmoid(x.mm(Wf) + h.mm(Uf) + pf * c + bf);
            var g = tanh(x.mm(Wg) + h.mm(Ug) + bg);
            c = f * c + i * g;
            var o = sigmoid(x.mm(Wo) + h.mm(Uo) + po * c + bo);
            h = o * tanh(c);
            return (h, [h, c]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, b, pi, pf, po) = (p["W"], p["b"], p["pi"], p["pf"], p["po"]);
        return StepLoop.Scoped(inputs.X, pi.shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var gates = addmm(b, cat([x, h], 1), W).chunk(4, 1);
            var i = sigmoid(gates[0] + pi * c);
            var f = sigmoid(gates[1] + pf * c);
            c = f * c + i * tanh(gates[3]);
            var o = sigmoid(gates[2] + po * c);
            h = o * tanh(c);
            return (h, [h, c]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var (U, pi, pf, po) = (p["U"], p["pi"], p["pf"], p["po"]);
        var hidden = U.shape[0];
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), hidden, 2, (x, states) =>
        {
            using var products = Accumulate(x, states[0], U);
            using var gates = Parts.Split(products, hidden, hidden, hidden, hidden);
            using var i = gates[0].addcmul(pi, states[1]).sigmoid_();
            using var f = gates[1].addcmul(pf, states[1]).sigmoid_();
            using var g = gates[3].tanh();
            var c = (f * states[1]).addcmul_(i, g);
            using var o = gates[2].addcmul(po, c).sigmoid_();
            using var squashed = c.tanh();
            var h = o * squashed;
            return (h, [h, c]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) =>
        graph.Layer("LSTM", inputs.X, weights, ["i", "o", "f", "g"], peepholes: weights.BesideGates("p", "iof"));

    const string Script = """
        def forward(x, W, b, pi, pf, po):
            h = torch.zeros([x.size(0), pi.size(0)])
            c = torch.zeros([x.size(0), pi.size(0)])
            ys = []
            for t in range(x.size(1)):
                i, f, o, g = torch.chunk(torch.addmm(b, torch.cat([x[:, t], h], 1), W), 4, 1)
                i = torch.sigmoid(i + pi * c)
                f = torch.sigmoid(f + pf * c)
                c = f * c + i * torch.tanh(g)
                h = torch.sigmoid(o + po * c) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b, pi, pf, po):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), U.size(0)])
            c = torch.zeros([x.size(0), U.size(0)])
            ys = []
            for t in range(len(xs)):
                i, f, o, g = torch.chunk(torch.addmm(xs[t], h, U), 4, 1)
                i = torch.sigmoid(i + pi * c)
                f = torch.sigmoid(f + pf * c)
                c = f * c + i * torch.tanh(g)
                h = torch.sigmoid(o + po * c) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
