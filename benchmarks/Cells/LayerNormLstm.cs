extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>An LSTM with normalised products, each gate by itself, and a normalised cell: after Ba, Kiros and Hinton 2016, arXiv:1607.06450.</summary>
sealed class LayerNormLstm : Cell
{
    const string GateOrder = "ifog";

    public override string Name => "ln_lstm";

    public override string Title => "LayerNorm LSTM";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
    [
        .. GateOrder.SelectMany(gate => new (string, long[])[]
        {
            ($"W{gate}", [shape.Inputs, shape.Hidden]), ($"U{gate}", [shape.Hidden, shape.Hidden]),
            ($"x{gate}.weight", [shape.Hidden]), ($"x{gate}.bias", [shape.Hidden]), ($"h{gate}.weight", [shape.Hidden]), ($"h{gate}.bias", [shape.Hidden]),
        }),
        ("cell.weight", [shape.Hidden]), ("cell.bias", [shape.Hidden]),
    ];

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 4 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Packed),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Packed),
        ScriptPeer.Source(PeerNames.Script, Script, Packed),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Packed),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Ours, () => new LayerNormLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::LayerNormLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(PeerNames.OursCell, () => new LayerNormLstmPacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Linears),
    ];

    static Packing Packed => new()
    {
        { "W", w => w.BesideGates("W", GateOrder) },
        { "U", w => w.BesideGates("U", GateOrder) },
        { "xGain", w => w.BesideGates("x", GateOrder, ".weight").view(4, -1) },
        { "xBias", w => w.BesideGates("x", GateOrder, ".bias").view(4, -1) },
        { "hGain", w => w.BesideGates("h", GateOrder, ".weight").view(4, -1) },
        { "hBias", w => w.BesideGates("h", GateOrder, ".bias").view(4, -1) },
        { "cGain", w => w["cell.weight"] },
        { "cBias", w => w["cell.bias"] },
    };

    static Packing Linears =>
    [
        new("input.weight", w => w.BesideGates("W", GateOrder).t()),
        new("recurrent.weight", w => w.BesideGates("U", GateOrder).t()),
        .. from side in "xh" from gate in GateOrder from part in new[] { "weight", "bias" } select Packing.Same($"{side}{gate}.{part}"),
        Packing.Same("cell.weight"),
        Packing.Same("cell.bias"),
    ];

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wi, Ui, xi, hi) = (p["Wi"], p["Ui"], Norm("xi"), Norm("hi"));
        var (Wf, Uf, xf, hf) = (p["Wf"], p["Uf"], Norm("xf"), Norm("hf"));
        var (Wo, Uo, xo, ho) = (p["Wo"], p["Uo"], Norm("xo"), Norm("ho"));
        var (Wg, Ug, xg, hg) = (p["Wg"], p["Ug"], Norm("xg"), Norm("hg"));
        var cell = Norm("cell");
        return StepLoop.Scoped(inputs.X, Ui.shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var i = sigmoid(xi(x.mm(Wi)) + hi(h.mm(Ui)));
            var f = sigmoid(xf(x.mm(Wf)) + hf(h.mm(Uf)));
            var o = sigmoid(xo(x.mm(Wo)) + ho(h.mm(Uo)));
            var g = tanh(xg(x.mm(Wg)) + hg(h.mm(Ug)));
            c = f * c + i * g;
            h = o * tanh(cell(c));
            return (h, [h, c]);
        });

        Func<Tensor, Tensor> Norm(string name)
        {
            var (gain, bias) = (p[name + ".weight"], p[name + ".bias"]);
            long[] size = gain.shape;
            return products => nn.functional.layer_norm(products, size, gain, bias);
        }
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, U, xGain, xBias, hGain, hBias, cGain, cBias) = (p["W"], p["U"], p["xGain"], p["xBias"], p["hGain"], p["hBias"], p["cGain"], p["cBias"]);
        long[] size = [U.shape[0]];
        return StepLoop.Scoped(inputs.X, size[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var fromX = nn.functional.layer_norm(x.mm(W).view(-1, 4, size[0]), size) * xGain + xBias;
            var fromH = nn.functional.layer_norm(h.mm(U).view(-1, 4, size[0]), size) * hGain + hBias;
            var gates = (fromX + fromH).unbind(1);
            c = sigmoid(gates[1]) * c + sigmoid(gates[0]) * tanh(gates[3]);
            h = sigmoid(gates[2]) * tanh(nn.functional.layer_norm(c, size, cGain, cBias));
            return (h, [h, c]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var (U, hGain, cGain, cBias) = (p["U"], p["hGain"], p["cGain"], p["cBias"]);
        long[] size = [U.shape[0]];

        // Both biases are added before the loop.
        var fromX = (p["xBias"] + p["hBias"]).addcmul(nn.functional.layer_norm(Hoist.Sequence(inputs.X, p["W"]).unflatten(2, [4, size[0]]), size), p["xGain"]);
        return StepLoop.Lean(fromX, size[0], 2, (x, states) =>
        {
            using var products = states[0].mm(U);
            using var apart = products.view(-1, 4, size[0]);
            using var normalised = nn.functional.layer_norm(apart, size);
            using var sums = x.addcmul(normalised, hGain);
            using var flat = sums.flatten(1);
            using var gates = Parts.Activate(flat, sigmoids: 3, tanhs: 1);
            var c = (gates[1] * states[1]).addcmul_(gates[0], gates[3]);
            using var squashed = nn.functional.layer_norm(c, size, cGain, cBias).tanh_();
            var h = gates[2] * squashed;
            return (h, [h, c]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights)
    {
        var (W, U) = (graph.Constant(weights.BesideGates("W", GateOrder)), graph.Constant(weights.BesideGates("U", GateOrder)));
        var (hidden, batch) = (weights["Ui"].shape[0], inputs.Batch);
        var fromX = inputs.X.MatMul(W);
        var xs = GateOrder.Select((gate, k) => Norm(fromX.Slice(2, k * hidden, hidden), $"x{gate}")).ToList();
        return graph.Scan(
            [graph.Zeros(batch, hidden), graph.Zeros(batch, hidden)], xs,
            (x, states) =>
            {
                var u = states[0].MatMul(U);
                var gates = GateOrder.Select((gate, k) => x[k] + Norm(u.Slice(1, k * hidden, hidden), $"h{gate}")).ToList();
                var c = gates[1].Sigmoid() * states[1] + gates[0].Sigmoid() * gates[3].Tanh();
                var h = gates[2].Sigmoid() * Norm(c, "cell").Tanh();
                return (h, [h, c]);
            });

        OnnxValue Norm(OnnxValue value, string name) => value.LayerNorm(graph.Constant(weights[name + ".weight"]), graph.Constant(weights[name + ".bias"]));
    }

    const string Script = """
        def forward(x, W, U, xGain, xBias, hGain, hBias, cGain, cBias):
            H = U.size(0)
            h = torch.zeros([x.size(0), H])
            c = torch.zeros([x.size(0), H])
            ys = []
            for t in range(x.size(1)):
                fromX = torch.layer_norm(torch.mm(x[:, t], W).view([-1, 4, H]), [H]) * xGain + xBias
                fromH = torch.layer_norm(torch.mm(h, U).view([-1, 4, H]), [H]) * hGain + hBias
                gates = fromX + fromH
                i, f, o, g = gates.unbind(1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(torch.layer_norm(c, [H], cGain, cBias))
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, xGain, xBias, hGain, hBias, cGain, cBias):
            H = U.size(0)
            h = torch.zeros([x.size(0), H])
            c = torch.zeros([x.size(0), H])
            products = torch.matmul(x.transpose(0, 1), W)
            xs = torch.unbind(torch.layer_norm(products.view([x.size(1), x.size(0), 4, H]), [H]) * xGain + (xBias + hBias), 0)
            ys = []
            for t in range(len(xs)):
                gates = xs[t] + torch.layer_norm(torch.mm(h, U).view([-1, 4, H]), [H]) * hGain
                i, f, o, g = gates.unbind(1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(torch.layer_norm(c, [H], cGain, cBias))
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
