extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000.</summary>
sealed class Lstm : Cell
{
    // The three gates of one activation lie side by side.
    const string GateOrder = "ifog", TorchOrder = "ifgo";

    public override string Name => "lstm";

    public override string Title => "LSTM";

    public override bool IsLayer => true;

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) => Gates(shape, GateOrder);

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 4 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Packings.Joined(GateOrder)),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Packings.Apart(GateOrder)),
        ScriptPeer.Source(PeerNames.Script, Script, Packings.Joined(GateOrder)),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Packings.Apart(GateOrder)),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(
            PeerNames.Layer, () => nn.LSTM(shape.Inputs, shape.Hidden, batchFirst: true), (layer, inputs) => layer.call(inputs.X).Item1,
            Packings.Vendor(TorchOrder, suffix: "_l0")),
        ModulePeer.Source(PeerNames.Ours, () => new LstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::LstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new LstmOfCell(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y,
            Packings.Vendor(TorchOrder, prefix: "cell.")),
    ];

    static Tensor Equation(Weights p, Inputs inputs) => Equation(p, inputs, h => h);

    static Tensor Tidy(Weights p, Inputs inputs) => Tidy(p, inputs, h => h);

    /// <param name="p">The weights.</param>
    /// <param name="inputs">The sequence.</param>
    /// <param name="output">What a step gives out, made of its state.</param>
    public static Tensor Equation(Weights p, Inputs inputs, Func<Tensor, Tensor> output)
    {
        var (Wi, Ui, bi) = (p["Wi"], p["Ui"], p["bi"]);
        var (Wf, Uf, bf) = (p["Wf"], p["Uf"], p["bf"]);
        var (Wo, Uo, bo) = (p["Wo"], p["Uo"], p["bo"]);
        var (Wg, Ug, bg) = (p["Wg"], p["Ug"], p["bg"]);
        return StepLoop.Scoped(inputs.X, bi.shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var i = sigmoid(x.mm(Wi) + h.mm(Ui) + bi);
            var f = sigmoid(x.mm(Wf) + h.mm(Uf) + bf);
            var o = sigmoid(x.mm(Wo) + h.mm(Uo) + bo);
            var g = tanh(x.mm(Wg) + h.mm(Ug) + bg);
            c = f * c + i * g;
            h = o * tanh(c);
            return (output(h), [h, c]);
        });
    }

    /// <inheritdoc cref="Equation(Weights, Inputs, Func{Tensor, Tensor})"/>
    public static Tensor Tidy(Weights p, Inputs inputs, Func<Tensor, Tensor> output)
    {
        var (W, b) = (p["W"], p["b"]);
        return StepLoop.Scoped(inputs.X, b.shape[0] / 4, 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var gates = addmm(b, cat([x, h], 1), W).chunk(4, 1);
            var (i, f, o, g) = (sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[2]), tanh(gates[3]));
            c = f * c + i * g;
            h = o * tanh(c);
            return (output(h), [h, c]);
        });
    }

    public static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var U = p["U"];
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), U.shape[0], 2, (x, states) =>
        {
            using var products = Accumulate(x, states[0], U);
            using var gates = Parts.Activate(products, sigmoids: 3, tanhs: 1);
            var c = (gates[1] * states[1]).addcmul_(gates[0], gates[3]);
            using var squashed = c.tanh();
            var h = gates[2] * squashed;
            return (h, [h, c]);
        });
    }

    public static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) => graph.Layer("LSTM", inputs.X, weights, ["i", "o", "f", "g"]);

    const string Script = """
        def forward(x, W, b):
            h = torch.zeros([x.size(0), b.size(0) // 4])
            c = torch.zeros([x.size(0), b.size(0) // 4])
            ys = []
            for t in range(x.size(1)):
                i, f, o, g = torch.chunk(torch.addmm(b, torch.cat([x[:, t], h], 1), W), 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), U.size(0)])
            c = torch.zeros([x.size(0), U.size(0)])
            ys = []
            for t in range(len(xs)):
                i, f, o, g = torch.chunk(torch.addmm(xs[t], h, U), 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
