using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class QueryReductionNetwork : Network<QueryReduction>
{
    public override int Number => 65;

    public override string Title => "Query-reduction network";

    public override Topic Topic => Topic.Regularised;

    public override string Needs => "a constant";

    public override string Equations => """
        $$
        z = \sigma(w_z^\top (x_t \odot q) + b_z) \qquad r = \sigma(w_r^\top (x_t \odot q) + b_r) \qquad
        h_t = z \, r \, \tanh(W [x_t; q] + b) + (1 - z) \, h_{t-1}
        $$

        Seo et al. 2016, [arXiv:1606.04582](https://arxiv.org/abs/1606.04582), with the reset gate. $z$, $r$ and the reduced query do not depend on the state.
        """;

    protected override QueryReduction Make() => new(4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("fact", 4);
        values.Constant("query", 4);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(QueryReduction net, SlotValues values)
    {
        var (facts, query, h) = (values["fact"], values["query"], values["h"]);
        for (var t = 0; t < values.Steps; t++)
        {
            var fact = facts.select(1, t);
            var z = sigmoid(net.update.call(fact * query));
            h = z * sigmoid(net.reset.call(fact * query)) * tanh(net.reduce.call(cat([fact, query], 1))) + (1 - z) * h;
        }

        return [h, h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (facts, query, h0) = (Leaf(2, 9, 4), Leaf(2, 4), Leaf(2, 4));
        var asked = query.unsqueeze(1);

        // What is left of each reduced query at the end: its gate, by what all later ones let pass.
        var z = sigmoid(net.update.call(facts * asked));
        var reduced = sigmoid(net.reset.call(facts * asked)) * tanh(net.reduce.call(cat([facts, asked.expand_as(facts)], 2)));
        var passes = (1 - z).flip(1).cumprod(1).flip(1);
        var later = cat([passes.narrow(1, 1, 8), ones(2, 1, 1, ScalarType.Float64)], 1);
        var answer = (later * z * reduced).sum([1]) + passes.select(1, 0) * h0;

        yield return new(
            "the paper's parallel form, values and gradients", WithGradients([answer], facts, query, h0), WithGradients([net.forward(facts, query, new(h0)).Answer], facts, query, h0));
    }
}
