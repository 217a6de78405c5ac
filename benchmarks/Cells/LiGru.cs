extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>The light GRU, without a reset gate and with ReLU: Ravanelli et al. 2018, arXiv:1803.10225; its input products are normalised row by row.</summary>
sealed class LiGru : Cell
{
    const string GateOrder = "za";

    public override string Name => "ligru";

    public override string Title => "LiGRU";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
        GateOrder.SelectMany(gate => new (string, long[])[]
        {
            ($"W{gate}", [shape.Inputs, shape.Hidden]), ($"U{gate}", [shape.Hidden, shape.Hidden]), ($"n{gate}.weight", [shape.Hidden]), ($"n{gate}.bias", [shape.Hidden]),
        });

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 2 * shape.Hidden), Product.OfState(shape, 2 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Packed),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Packed),
        ScriptPeer.Source(PeerNames.Script, Script, Packed),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Packed),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Ours, () => new LiGruEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::LiGruEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(PeerNames.OursCell, () => new LiGruPacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Linears),
    ];

    static Packing Packed => new()
    {
        { "W", w => w.BesideGates("W", GateOrder) },
        { "U", w => w.BesideGates("U", GateOrder) },
        { "gain", w => w.BesideGates("n", GateOrder, ".weight").view(2, -1) },
        { "bias", w => w.BesideGates("n", GateOrder, ".bias").view(2, -1) },
    };

    static Packing Linears =>
    [
        new("input.weight", w => w.BesideGates("W", GateOrder).t()),
        new("recurrent.weight", w => w.BesideGates("U", GateOrder).t()),
        .. from gate in GateOrder from part in new[] { "weight", "bias" } select Packing.Same($"n{gate}.{part}"),
    ];

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wz, Uz, zGain, zBias) = (p["Wz"], p["Uz"], p["nz.weight"], p["nz.bias"]);
        var (Wa, Ua, aGain, aBias) = (p["Wa"], p["Ua"], p["na.weight"], p["na.bias"]);
        long[] size = [Uz.shape[0]];
        return StepLoop.Scoped(inputs.X, size[0], 1, (x, states) =>
        {
            var h = states[0];
            var z = sigmoid(nn.functional.layer_norm(x.mm(Wz), size, zGain, zBias) + h.mm(Uz));
            var a = nn.functional.relu(nn.functional.layer_norm(x.mm(Wa), size, aGain, aBias) + h.mm(Ua));
            h = z * h + (1 - z) * a;
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, U, gain, bias) = (p["W"], p["U"], p["gain"], p["bias"]);
        long[] size = [U.shape[0]];
        return StepLoop.Scoped(inputs.X, size[0], 1, (x, states) =>
        {
            var h = states[0];
            var fromX = nn.functional.layer_norm(x.mm(W).view(-1, 2, size[0]), size) * gain + bias;
            var gates = (fromX.flatten(1) + h.mm(U)).chunk(2, 1);
            var a = nn.functional.relu(gates[1]);
            h = a + sigmoid(gates[0]) * (h - a);
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var U = p["U"];
        long[] size = [U.shape[0]];
        var fromX = p["bias"].addcmul(nn.functional.layer_norm(Hoist.Sequence(inputs.X, p["W"]).unflatten(2, [2, size[0]]), size), p["gain"]).flatten(2);
        return StepLoop.Lean(fromX, size[0], 1, (x, states) =>
        {
            var h = states[0];
            using var products = Accumulate(x, h, U);
            using var gates = Parts.Split(products, size[0], size[0]);
            using var z = gates[0].sigmoid();
            using var a = gates[1].relu();
            var next = a.lerp(h, z);
            return (next, [next]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights)
    {
        var (W, U) = (graph.Constant(weights.BesideGates("W", GateOrder)), graph.Constant(weights.BesideGates("U", GateOrder)));
        var hidden = weights["Uz"].shape[0];
        var products = inputs.X.MatMul(W);
        var xs = GateOrder.Select((gate, k) =>
            products.Slice(2, k * hidden, hidden).LayerNorm(graph.Constant(weights[$"n{gate}.weight"]), graph.Constant(weights[$"n{gate}.bias"]))).ToList();
        return graph.Scan([graph.Zeros(inputs.Batch, hidden)], xs, (x, states) =>
        {
            var u = states[0].MatMul(U);
            var z = (x[0] + u.Slice(1, 0, hidden)).Sigmoid();
            var a = (x[1] + u.Slice(1, hidden, hidden)).Relu();
            var h = a + z * (states[0] - a);
            return (h, [h]);
        });
    }

    const string Script = """
        def forward(x, W, U, gain, bias):
            H = U.size(0)
            h = torch.zeros([x.size(0), H])
            ys = []
            for t in range(x.size(1)):
                fromX = torch.layer_norm(torch.mm(x[:, t], W).view([-1, 2, H]), [H]) * gain + bias
                z, a = torch.chunk(torch.flatten(fromX, 1) + torch.mm(h, U), 2, 1)
                a = torch.relu(a)
                h = a + torch.sigmoid(z) * (h - a)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, gain, bias):
            H = U.size(0)
            h = torch.zeros([x.size(0), H])
            products = torch.matmul(x.transpose(0, 1), W).view([x.size(1), x.size(0), 2, H])
            xs = torch.unbind(torch.flatten(torch.layer_norm(products, [H]) * gain + bias, 2), 0)
            ys = []
            for t in range(len(xs)):
                z, a = torch.chunk(torch.addmm(xs[t], h, U), 2, 1)
                a = torch.relu(a)
                h = a + torch.sigmoid(z) * (h - a)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
