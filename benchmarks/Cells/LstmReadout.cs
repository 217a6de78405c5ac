extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>An LSTM that gives out the scores of 2,000 words at each step.</summary>
sealed class LstmReadout : Cell
{
    const int Words = 2000;
    const string GateOrder = "ifog", TorchOrder = "ifgo";

    public override string Name => "lstm_words";

    public override string Title => "LSTM with a readout of 2,000 words";

    public override bool HasReadout => true;

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) => [.. Gates(shape, GateOrder), ("Wy", [shape.Hidden, Words]), ("by", [Words])];

    public override IEnumerable<Product> Products(Shape shape) =>
        [Product.OfSequence(shape, 4 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden), Product.OfOutputs(shape, Words)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, [.. Packings.Joined(GateOrder), .. OfReadout]),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, [.. Packings.Apart(GateOrder), .. OfReadout]),
        ScriptPeer.Source(PeerNames.Script, Script, [.. Packings.Joined(GateOrder), .. OfReadout]),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, [.. Packings.Apart(GateOrder), .. OfReadout]),
        OnnxPeer.Source(shape, Graph, outputs: Words),
        ModulePeer.Source(PeerNames.Ours, () => new LstmReadoutEquations(shape.Inputs, shape.Hidden, Words), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::LstmReadoutEquations(shape.Inputs, shape.Hidden, Words), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new LstmReadoutOfCell(shape.Inputs, shape.Hidden, Words), (container, inputs) => container.call(inputs.X).Y,
            [.. Packings.Vendor(TorchOrder, prefix: "cell."), new("readout.weight", w => w["Wy"].t()), new("readout.bias", w => w["by"])]),
    ];

    static Packing OfReadout => [Packing.Same("Wy"), Packing.Same("by")];

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (Wy, by) = (p["Wy"], p["by"]);
        return Lstm.Equation(p, inputs, h => h.mm(Wy) + by);
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (Wy, by) = (p["Wy"], p["by"]);
        return Lstm.Tidy(p, inputs, h => addmm(by, h, Wy));
    }

    static Tensor Hoisted(Weights p, Inputs inputs) => Hoist.Readout(Lstm.Hoisted(p, inputs), p["Wy"], p["by"]);

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights) =>
        Lstm.Graph(graph, inputs, weights).MatMul(graph.Constant(weights["Wy"])) + graph.Constant(weights["by"]);

    const string Script = """
        def forward(x, W, b, Wy, by):
            h = torch.zeros([x.size(0), b.size(0) // 4])
            c = torch.zeros([x.size(0), b.size(0) // 4])
            ys = []
            for t in range(x.size(1)):
                i, f, o, g = torch.chunk(torch.addmm(b, torch.cat([x[:, t], h], 1), W), 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                ys.append(torch.addmm(by, h, Wy))
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b, Wy, by):
            xs = torch.unbind(torch.matmul(x.transpose(0, 1), W) + b, 0)
            h = torch.zeros([x.size(0), U.size(0)])
            c = torch.zeros([x.size(0), U.size(0)])
            hs = []
            for t in range(len(xs)):
                i, f, o, g = torch.chunk(torch.addmm(xs[t], h, U), 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                hs.append(h)
            return torch.matmul(torch.stack(hs, 1), Wy) + by
        """;
}
