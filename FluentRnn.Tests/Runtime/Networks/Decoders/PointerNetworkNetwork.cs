using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class PointerNetworkNetwork : Network<PointerNetwork>
{
    public override int Number => 33;

    public override string Title => "Pointer network";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a state of flags as long as the input, feedback of a choice";

    public override string Equations => """
        $$
        (h_t, c_t) = \mathrm{LSTM}(m_{i_{t-1}}, h_{t-1}, c_{t-1}) \qquad
        p = \mathrm{softmax}_j(v^\top \tanh(W h_t + V m_j + b)) \text{ over all } j \notin \{i_1, \dots, i_{t-1}\} \qquad i_t = \arg\max p
        $$

        Vinyals, Fortunato and Jaitly 2015, [arXiv:1506.03134](https://arxiv.org/abs/1506.03134). Which elements were visited is a state of flags, as long as the input.
        """;

    protected override PointerNetwork Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Constant("points", 8, 3);
        values.State("h", 4);
        values.State("c", 4);
        values.State("chosen", 3);
    }

    protected override Tensor[] Loop(PointerNetwork net, SlotValues values)
    {
        var (points, h, c, chosen) = (values["points"], values["h"], values["c"], values["chosen"]);
        var (all, indices) = (new List<Tensor>(), new List<Tensor>());
        var visited = zeros(values.Batch, 8, dtype: ScalarType.Bool);
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.cell.call(chosen, (h, c));
            var weights = exp(net.score.call(tanh(net.query.call(h).unsqueeze(1) + net.key.call(points))).squeeze(2)) * visited.logical_not();
            all.Add(weights / weights.sum([1], keepdim: true));
            indices.Add(all[t].argmax(1));
            chosen = stack([.. Enumerable.Range(0, (int)values.Batch).Select(row => points[row, indices[t][row].ToInt64()])]);
            visited = visited.logical_or(nn.functional.one_hot(indices[t], 8) == 1);
        }

        return [SlotValues.Stack(all), SlotValues.Stack(indices), h, c, chosen, visited];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var points = Leaf(5, 8, 3);
        var output = net.forward(points, steps: 8);

        yield return new("every element is chosen once", [arange(8).expand(5, 8)], [output.Index.sort(1).Values]);
        yield return new("the probabilities of a step sum to 1", [ones(5, 8)], [output.P.sum([2])]);

        // Of what is left at each step there is one element less; the last is chosen with certainty.
        yield return new("what was chosen is never probable again", [zeros(5)], [Again(output.P, output.Index)]);
        yield return new("the last element is certain", [ones(5)], [output.P.select(1, 7).amax([1])]);

        static Tensor Again(Tensor p, Tensor index)
        {
            var chosen = nn.functional.one_hot(index, 8).to(p.dtype);
            return ((chosen.cumsum(1) - chosen) * p).sum([1, 2]);
        }
    }
}
