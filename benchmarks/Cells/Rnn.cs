extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>Elman 1990, with tanh.</summary>
sealed class Rnn : Cell
{
    public override string Name => "rnn";

    public override string Title => "RNN (tanh)";

    public override bool IsLayer => true;

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
        [("W", [shape.Inputs, shape.Hidden]), ("U", [shape.Hidden, shape.Hidden]), ("b", [shape.Hidden])];

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, shape.Hidden), Product.OfState(shape, shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Joined),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted),
        ScriptPeer.Source(PeerNames.Script, Script, Joined),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Apart),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(PeerNames.Layer, () => nn.RNN(shape.Inputs, shape.Hidden, batchFirst: true), (layer, inputs) => layer.call(inputs.X).Item1, Vendor("", "_l0")),
        ModulePeer.Source(PeerNames.Ours, () => new RnnEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::RnnEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(PeerNames.OursCell, () => new RnnOfCell(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Vendor("cell.", "")),
    ];

    static Packing Apart => new() { { "W", w => w["W"] }, { "U", w => w["U"] }, { "b", w => w["b"] } };

    static Packing Joined => new() { { "W", w => cat([w["W"], w["U"]], 0) }, { "b", w => w["b"] } };

    static Packing Vendor(string prefix, string suffix) => new()
    {
        { $"{prefix}weight_ih{suffix}", w => w["W"].t() },
        { $"{prefix}weight_hh{suffix}", w => w["U"].t() },
        { $"{prefix}bias_ih{suffix}", w => w["b"] },
        { $"{prefix}bias_hh{suffix}", w => zeros_like(w["b"]), w => w["b"] },
    };

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (W, U, b) = (p["W"], p["U"], p["b"]);
        return StepLoop.Scoped(inputs.X, b.shape[0], 1, (x, states) =>
        {
            var h = tanh(x.mm(W) + states[0].mm(U) + b);
            return (h, [h]);
        });
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, b) = (p["W"], p["b"]);
        return StepLoop.Scoped(inputs.X, b.shape[0], 1, (x, states) =>
        {
            var h = tanh(addmm(b, cat([x, states[0]], 1), W));
            return (h, [h]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var U = p["U"];
        return StepLoop.Lean(Hoist.Sequence(inputs.X, p["W"], p["b"]), U.shape[0], 1, (x, states) =>
        {
            using var products = Accumulate(x, states[0], U);
            var h = products.tanh();
            return (h, [h]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) => graph.Layer("RNN", inputs.X, weights, [""]);

    const string Script = """
        def forward(x, W, b):
            h = torch.zeros([x.size(0), b.size(0)])
            ys = []
            for t in range(x.size(1)):
                h = torch.tanh(torch.addmm(b, torch.cat([x[:, t], h], 1), W))
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), b.size(0)])
            ys = []
            for t in range(len(xs)):
                h = torch.tanh(torch.addmm(xs[t], h, U))
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
