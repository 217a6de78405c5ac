extern alias off;

using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static FluentRnn.Benchmarks.Peers.Fused;
using static TorchSharp.torch;
using Unoptimized = off::FluentRnn.Benchmarks.Cells;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>An LSTM whose gates multiply the two products: a Wx Uh + h Uh + x Wx + b, element by element: Wu et al. 2016, arXiv:1606.06630.</summary>
sealed class MultiplicativeIntegrationLstm : Cell
{
    const string GateOrder = "ifog";

    public override string Name => "mi_lstm";

    public override string Title => "multiplicative integration LSTM";

    public override IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape) =>
        [.. Gates(shape, GateOrder), .. from factor in "ahx" from gate in GateOrder select ($"{factor}{gate}", new long[] { shape.Hidden })];

    public override IEnumerable<Product> Products(Shape shape) => [Product.OfSequence(shape, 4 * shape.Hidden), Product.OfState(shape, 4 * shape.Hidden)];

    public override IEnumerable<PeerSource> Peers(Shape shape) =>
    [
        LoopPeer.Source(PeerNames.Equation, Equation),
        LoopPeer.Source(PeerNames.Tidy, Tidy, Packed),
        LoopPeer.Source(PeerNames.Hoisted, Hoisted, Packed),
        ScriptPeer.Source(PeerNames.Script, Script, Packed),
        ScriptPeer.Source(PeerNames.PremultipliedScript, PremultipliedScript, Packed),
        OnnxPeer.Source(shape, Graph),
        ModulePeer.Source(
            PeerNames.Ours, () => new MultiplicativeIntegrationLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursOff, () => new Unoptimized::MultiplicativeIntegrationLstmEquations(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y),
        ModulePeer.Source(
            PeerNames.OursCell, () => new MultiplicativeIntegrationLstmPacked(shape.Inputs, shape.Hidden), (container, inputs) => container.call(inputs.X).Y, Linears),
    ];

    static Packing Packed => [.. Packings.Apart(GateOrder), Factors("a", "a"), Factors("ofState", "h"), Factors("ofInput", "x")];

    static Packing Linears =>
    [
        new("input.weight", w => w.BesideGates("W", GateOrder).t()),
        new("recurrent.weight", w => w.BesideGates("U", GateOrder).t()),
        Factors("a", "a"), Factors("ofState", "h"), Factors("ofInput", "x"), Factors("b", "b"),
    ];

    static Packing.Entry Factors(string name, string prefix) => new(name, w => w.BesideGates(prefix, GateOrder));

    static Tensor Equation(Weights p, Inputs inputs)
    {
        var (ofI, ofF, ofO, ofG) = (Gate('i'), Gate('f'), Gate('o'), Gate('g'));
        return StepLoop.Scoped(inputs.X, p["bi"].shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var i = sigmoid(ofI(x, h));
            var f = sigmoid(ofF(x, h));
            var o = sigmoid(ofO(x, h));
            var g = tanh(ofG(x, h));
            c = f * c + i * g;
            h = o * tanh(c);
            return (h, [h, c]);
        });

        Func<Tensor, Tensor, Tensor> Gate(char gate)
        {
            var (W, U, b, a, ofState, ofInput) = (p[$"W{gate}"], p[$"U{gate}"], p[$"b{gate}"], p[$"a{gate}"], p[$"h{gate}"], p[$"x{gate}"]);
            return (x, h) =>
            {
                var (Wx, Uh) = (x.mm(W), h.mm(U));
                return a * Wx * Uh + ofState * Uh + ofInput * Wx + b;
            };
        }
    }

    static Tensor Tidy(Weights p, Inputs inputs)
    {
        var (W, U, b, a, ofState, ofInput) = (p["W"], p["U"], p["b"], p["a"], p["ofState"], p["ofInput"]);
        return StepLoop.Scoped(inputs.X, U.shape[0], 2, (x, states) =>
        {
            var (h, c) = (states[0], states[1]);
            var (Wx, Uh) = (x.mm(W), h.mm(U));
            var gates = (a * Wx * Uh + ofState * Uh + ofInput * Wx + b).chunk(4, 1);
            c = sigmoid(gates[1]) * c + sigmoid(gates[0]) * tanh(gates[3]);
            h = sigmoid(gates[2]) * tanh(c);
            return (h, [h, c]);
        });
    }

    static Tensor Hoisted(Weights p, Inputs inputs)
    {
        var U = p["U"];
        var Wx = Hoist.Sequence(inputs.X, p["W"]);
        var factors = p["ofState"].addcmul(p["a"], Wx).unbind(0);
        var terms = p["b"].addcmul(p["ofInput"], Wx);
        var t = 0;
        return StepLoop.Lean(terms, U.shape[0], 2, (term, states) =>
        {
            using var Uh = states[0].mm(U);
            using var sums = term.addcmul(factors[t++], Uh);
            using var gates = Parts.Activate(sums, sigmoids: 3, tanhs: 1);
            var c = (gates[1] * states[1]).addcmul_(gates[0], gates[3]);
            using var squashed = c.tanh();
            var h = gates[2] * squashed;
            return (h, [h, c]);
        });
    }

    static OnnxValue Graph(OnnxGraph graph, OnnxInputs inputs, Weights weights)
    {
        var hidden = weights["Ui"].shape[0];
        var U = graph.Constant(weights.BesideGates("U", GateOrder));
        var Wx = inputs.X.MatMul(graph.Constant(weights.BesideGates("W", GateOrder)));
        var factor = Packed("a") * Wx + Packed("h");
        var term = Packed("x") * Wx + Packed("b");
        return graph.Scan([graph.Zeros(inputs.Batch, hidden), graph.Zeros(inputs.Batch, hidden)], [factor, term], (x, states) =>
        {
            var gates = x[0] * states[0].MatMul(U) + x[1];
            var ifo = gates.Slice(1, 0, 3 * hidden).Sigmoid();
            var c = ifo.Slice(1, hidden, hidden) * states[1] + ifo.Slice(1, 0, hidden) * gates.Slice(1, 3 * hidden, hidden).Tanh();
            var h = ifo.Slice(1, 2 * hidden, hidden) * c.Tanh();
            return (h, [h, c]);
        });

        OnnxValue Packed(string prefix) => graph.Constant(weights.BesideGates(prefix, GateOrder));
    }

    const string Script = """
        def forward(x, W, U, b, a, ofState, ofInput):
            h = torch.zeros([x.size(0), U.size(0)])
            c = torch.zeros([x.size(0), U.size(0)])
            ys = []
            for t in range(x.size(1)):
                Wx = torch.mm(x[:, t], W)
                Uh = torch.mm(h, U)
                i, f, o, g = torch.chunk(a * Wx * Uh + ofState * Uh + ofInput * Wx + b, 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;

    const string PremultipliedScript = """
        def forward(x, W, U, b, a, ofState, ofInput):
            h = torch.zeros([x.size(0), U.size(0)])
            c = torch.zeros([x.size(0), U.size(0)])
            Wx = torch.matmul(x.transpose(0, 1), W)
            factors = torch.unbind(a * Wx + ofState, 0)
            terms = torch.unbind(ofInput * Wx + b, 0)
            ys = []
            for t in range(len(terms)):
                i, f, o, g = torch.chunk(factors[t] * torch.mm(h, U) + terms[t], 4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                ys.append(h)
            return torch.stack(ys, 1)
        """;
}
