using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class GraphGruNetwork : Network<GraphGru>
{
    const int Nodes = 4, Hidden = 3;

    public override int Number => 44;

    public override string Title => "Graph GRU";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a matrix state, two sequences of matrices";

    public override string Equations => """
        $$
        \begin{aligned}
        (r, z) &= \sigma(A_t [X_t, H_{t-1}]\, W + b) &\quad \tilde H &= \tanh(A_t [X_t, r \odot H_{t-1}]\, W_h + b_h) \\
        H_t &= z \odot H_{t-1} + (1 - z) \odot \tilde H
        \end{aligned}
        $$

        A GRU for each node, whose products see the neighbours: after Seo et al. 2016, [arXiv:1612.07659](https://arxiv.org/abs/1612.07659), with one power of the adjacency matrix, which
        may change from step to step.
        """;

    protected override GraphGru Make() => new(Nodes, 2, Hidden, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", Nodes, 2);
        values.Sequence("adjacency", Nodes, Nodes);
        values.State("h", Nodes, Hidden);
    }

    protected override Tensor[] Loop(GraphGru net, SlotValues values)
    {
        var (x, adjacency, h, y) = (values["x"], values["adjacency"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            Tensor Seen(Tensor own) => einsum("bmn,bnf->bmf", adjacency.select(1, t), cat([x.select(1, t), own], 2));
            var gates = net.gates.call(Seen(h)).sigmoid();
            var (r, z) = (gates.narrow(2, 0, Hidden), gates.narrow(2, Hidden, Hidden));
            h = z * h + (1 - z) * net.candidate.call(Seen(r * h)).tanh();
            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, adjacency, h0) = (Leaf(2, 9, Nodes, 2), Leaf(2, 9, Nodes, Nodes), Leaf(2, Nodes, Hidden));
        var order = tensor(new long[] { 2, 0, 3, 1 });
        var renamed = net.forward(x.index_select(2, order), adjacency.index_select(2, order).index_select(3, order), new(h0.index_select(1, order))).Y;
        yield return new("nodes in another order: the same in that order", [net.forward(x, adjacency, new(h0)).Y.index_select(2, order)], [renamed]);

        // Its gates are reset and update; those of the other update and reset.
        using var gru = new GruResetBefore(2, Hidden, dtype: ScalarType.Float64) { Executor = executor };
        var gates = net.gates.weight!.roll(Hidden, 0);
        Assign(gru.input.weight, cat([gates, net.candidate.weight!]).narrow(1, 0, 2));
        Assign(gru.input.bias, cat([net.gates.bias!.roll(Hidden, 0), net.candidate.bias!]));
        Assign(gru.gates.weight, gates.narrow(1, 2, Hidden));
        Assign(gru.candidate.weight, net.candidate.weight!.narrow(1, 2, Hidden));
        var apart = net.forward(x, eye(Nodes, dtype: ScalarType.Float64).expand(2, 9, Nodes, Nodes), new(h0)).Y;
        var each = Enumerable.Range(0, Nodes).Select(node => gru.forward(x.select(2, node), new(h0.select(1, node))).Y);
        yield return new("nodes without neighbours: the GRU for each, values and gradients", WithGradients([stack(each, 2)], x, h0), WithGradients([apart], x, h0));
    }
}
