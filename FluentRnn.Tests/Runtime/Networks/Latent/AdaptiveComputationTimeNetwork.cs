using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class AdaptiveComputationTimeNetwork : Network<AdaptiveComputationTime>
{
    const double Epsilon = 0.05;

    public override int Number => 62;

    public override string Title => "Adaptive computation time";

    public override Topic Topic => Topic.Latent;

    public override string Needs => "an inner loop that each row ends for itself";

    public override string Equations => """
        $$h^{(n)} = \mathrm{RNN}([x_t, \delta_{n,1}], h^{(n-1)}) \qquad p^{(n)} = \sigma(w h^{(n)} + b) \qquad N = \min\{n : \textstyle\sum_{m \le n} p^{(m)} \ge 1 - \varepsilon\}$$

        The state is $\sum_{n < N} p^{(n)} h^{(n)} + R\, h^{(N)}$ with the remainder $R = 1 - \sum_{n < N} p^{(n)}$, and what it cost is $N + R$. Graves 2016, [arXiv:1603.08983](https://arxiv.org/abs/1603.08983). At most five rounds.
        """;

    protected override AdaptiveComputationTime Make() => new(3, 4, Epsilon, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(AdaptiveComputationTime net, SlotValues values)
    {
        // Row by row, each with its own number of rounds.
        var (x, h0) = (values["x"], values["h"]);
        var (y, ponder, last) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var row = 0; row < values.Batch; row++)
        {
            var (h, states, costs) = (h0[row], new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < values.Steps; t++)
            {
                var (inner, mean, left, round) = (h, zeros_like(h), ones(1, dtype: ScalarType.Float64), 0);
                while (true)
                {
                    round++;
                    inner = net.cell.call(cat([x[row, t], tensor(new[] { round == 1 ? 1.0 : 0.0 })]).unsqueeze(0), inner.unsqueeze(0)).squeeze(0);
                    var probability = net.halt.call(inner).sigmoid();
                    if (round == 5 || (left - probability).ToDouble() <= Epsilon) break;
                    mean = mean + probability * inner;
                    left = left - probability;
                }

                h = mean + left * inner;
                states.Add(h);
                costs.Add(round + left.squeeze());
            }

            y.Add(stack(states));
            ponder.Add(stack(costs));
            last.Add(h);
        }

        return [stack(y), stack(ponder), stack(last)];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var once = new AdaptiveComputationTime(3, 4, epsilon: 1, dtype: ScalarType.Float64) { Executor = executor };
        using var layer = nn.RNN(4, 4, batchFirst: true).to(ScalarType.Float64);
        foreach (var (own, name) in once.cell.parameters().Zip((string[])["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"])) Assign(layer.get_parameter(name), own);
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));
        var (y, _) = layer.call(cat([x, ones(2, 9, 1, dtype: ScalarType.Float64)], 2), h0.unsqueeze(0));
        var output = once.forward(x, new(h0));
        yield return new("ε of one, so one round: `nn.RNN`, values and gradients", WithGradients([y], x, h0), WithGradients([output.Y], x, h0));
        yield return new("which costs two", [full_like(output.Ponder, 2)], [output.Ponder]);

        using var never = Make(executor);
        Assign(never.halt.weight, zeros(1, 4));
        Assign(never.halt.bias, full(1, -1000));
        yield return new("never halting: all rounds, and a remainder of one", [full([2, 9], 6.0, ScalarType.Float64)], [never.forward(x, new(h0)).Ponder]);
    }
}
