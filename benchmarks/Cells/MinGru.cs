extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>A GRU whose gate and candidate do not see the state: Feng et al. 2024, arXiv:2410.01201.</summary>
sealed class MinGru : Cell
{
    const string GateOrder = "zn";

    public override string Name => "mingru";

    public override string Title => "minGRU";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
        GateOrder.SelectMany(gate => new (string, long[])[] { ($"W{gate}", [shape.Inputs, shape.Hidden]), ($"b{gate}", [shape.Hidden]) });

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 2 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Packed),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Packed),
        ScriptPeer.Source(PeerNames.Script, Script, Packed),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Packed),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Ours, () => new MinGruEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::MinGruEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(PeerNames.OursCell, () => new MinGruPacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Linears),
    ];

    static Packing Packed => new() { { "W", w => w.BesideGates("W", GateOrder) }, { "b", w => w.BesideGates("b", GateOrder) } };

    static Packing Linears => new() { { "input.weight", w => w.BesideGates("W", GateOrder).t() }, { "input.bias", w => w.BesideGates("b", GateOrder) } };

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wz, bz, Wn, bn) = (p["Wz"], p["bz"], p["Wn"], p["bn"]);
        return StepLoop.Scoped(inputs.X, bz.shape[0], 1, (x, states) =>
        {
            var h = states[0];
            var z = sigmoid(x.mm(Wz) + bz);
            var n = x.mm(Wn) + bn;
            h = (1 - z) * h + z * n;
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, b) = (p["W"], p["b"]);
        return StepLoop.Scoped(inputs.X, b.shape[0] / 2, 1, (x, states) =>
        {
            var h = states[0];
            var products = addmm(b, x, W).chunk(2, 1);
            h += sigmoid(products[0]) * (products[1] - h);
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var hidden = p["b"].shape[0] / 2;
        var products = Hoist.Sequence(inputs.X, p["W"], p["b"]);
        var candidates = products.narrow(2, hidden, hidden).unbind(0);
        var t = 0;
        return StepLoop.Lean(products.narrow(2, 0, hidden).sigmoid(), hidden, 1, (z, states) =>
        {
            var h = states[0].lerp(candidates[t++], z);
            return (h, [h]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights)
    {
        var hidden = weights["bz"].shape[0];
        var products = inputs.X.MatMul(graph.Constant(weights.BesideGates("W", GateOrder))) + graph.Constant(weights.BesideGates("b", GateOrder));
        return graph.Scan(
            [graph.Zeros(inputs.Batch, hidden)], [products.Slice(2, 0, hidden).Sigmoid(), products.Slice(2, hidden, hidden)],
            (x, states) =>
            {
                var h = states[0] + x[0] * (x[1] - states[0]);
                return (h, [h]);
            });
    }

    const string Script = """
        def forward(x, W, b):
            h = torch.zeros([x.size(0), b.size(0) // 2])
            ys = []
            for t in range(x.size(1)):
                z, n = torch.chunk(torch.addmm(b, x[:, t], W), 2, 1)
                h = h + torch.sigmoid(z) * (n - h)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, b):
            z, n = torch.chunk(torch.matmul(x.transpose(0, 1), W) + b, 2, 2)
            zs = torch.unbind(torch.sigmoid(z), 0)
            ns = torch.unbind(n, 0)
            h = torch.zeros([x.size(0), b.size(0) // 2])
            ys = []
            for t in range(len(zs)):
                h = torch.lerp(h, ns[t], zs[t])
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
