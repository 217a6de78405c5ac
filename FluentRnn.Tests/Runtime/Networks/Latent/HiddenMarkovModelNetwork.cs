using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class HiddenMarkovModelNetwork : Network<HiddenMarkovModel>
{
    const int States = 3, Symbols = 4;

    public override int Number => 58;

    public override string Title => "Hidden Markov model";

    public override Topic Topic => Topic.Latent;

    public override string Needs => "indices; a second container that goes backward along pointers";

    public override string Equations => """
        $$
        \alpha_t(j) = \log B_{j, o_t} + \log \textstyle\sum_i e^{\alpha_{t-1}(i)} A_{ij} \qquad \delta_t(j) = \log B_{j, o_t} + \max_i (\delta_{t-1}(i) + \log A_{ij})
        $$

        Rabiner 1989, Proceedings of the IEEE 77. The containers carry what is before an observation, $\log \sum_i e^{\alpha_{t-1}(i)} A_{ij}$, so that the first step is like the others. Another container, `ViterbiPath`,
        follows the pointers backward.
        """;

    protected override HiddenMarkovModel Make() => new(States, Symbols, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("symbol", randint(Symbols, [values.Batch, values.Steps]));
        values.State("sum", States);
        values.State("best", States);
    }

    protected override Tensor[] Loop(HiddenMarkovModel net, SlotValues values)
    {
        var (symbol, sum, best) = (values["symbol"], values["sum"], values["best"]);
        var (transition, emission) = (net.transition.softmax(1).log(), net.emission.softmax(0).log());
        var (alphas, deltas, froms) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var seen = emission[symbol.select(1, t)];
            var (alpha, delta) = (sum + seen, best + seen);
            var paths = stack(Enumerable.Range(0, States).Select(to => delta + transition.select(1, to)), 1);
            alphas.Add(alpha);
            deltas.Add(delta);
            froms.Add(paths.argmax(2));
            best = paths.amax([2]);
            sum = alpha.exp().matmul(transition.exp()).log();
        }

        return [SlotValues.Stack(alphas), SlotValues.Stack(deltas), SlotValues.Stack(froms), alphas[^1].exp().sum(dim: 1).log(), sum, best];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var backward = new ViterbiPath(States) { Executor = executor };
        var symbol = randint(Symbols, [1, 5]);
        var output = net.forward(symbol);
        var paths = Paths(5).ToList();
        var logs = stack(paths.Select(path => LogProbability(net, path, symbol[0])));
        yield return new("the sum over all 243 paths, values and gradients", WithGradients([logs.logsumexp(0)], net.transition, net.emission, net.start), WithGradients([output.LogLikelihood[0]], net.transition, net.emission, net.start));
        yield return new("Viterbi's probability is that of the best of them", [logs.max()], [output.Delta[0, ^1].max()]);
        yield return new("Viterbi's path is the best of them", [tensor(paths[(int)logs.argmax().ToInt64()])], [backward.forward(output.Delta, output.Origin).Path[0]], Tolerance: 0);
    }

    static IEnumerable<long[]> Paths(int length) => length == 0
        ? [[]]
        : Paths(length - 1).SelectMany(path => Enumerable.Range(0, States).Select(state => (long[])[.. path, state]));

    static Tensor LogProbability(HiddenMarkovModel net, long[] path, Tensor symbols)
    {
        var log = net.start.softmax(0).log()[path[0]];
        for (var t = 0; t < path.Length; t++)
        {
            log = log + net.emission.softmax(0).log()[symbols[t].ToInt64(), path[t]];
            if (t > 0) log = log + net.transition.softmax(1).log()[path[t - 1], path[t]];
        }

        return log;
    }
}
