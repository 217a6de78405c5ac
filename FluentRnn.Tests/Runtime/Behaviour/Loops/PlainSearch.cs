using FluentRnn.Tests.Containers;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour.Loops;

/// <summary>What <see cref="Writers.Chain"/> writes, in lists of numbers: one hypothesis after the other.</summary>
sealed class PlainSearch(Writers.Chain net, Tensor mix, int row)
{
    readonly double[][] table = Rows(net.table.weight!);
    readonly double[][] mixed = Rows(mix[row]);

    /// <summary>A sequence of tokens, the sum of its log-probabilities, and what the container has seen.</summary>
    public sealed record Hypothesis(long[] Tokens, double Score, double[] Seen, bool Ended)
    {
        public double Compared(double penalty) => Score / Math.Pow((5 + Tokens.Length) / 6.0, penalty);
    }

    public Hypothesis Start => new([], 0, new double[table.Length], false);

    /// <summary>Every hypothesis that is a token longer; one that has ended is as it was.</summary>
    public IEnumerable<Hypothesis> Longer(Hypothesis hypothesis, long end)
    {
        if (hypothesis.Ended) return [hypothesis];
        var row = table[hypothesis.Tokens.LastOrDefault()];
        double[] seen = [.. hypothesis.Seen.Zip(row, (before, value) => before * 0.5 + value)];
        double[] logits = [.. row.Select((value, token) => value + seen.Select((weight, i) => weight * mixed[i][token]).Sum())];
        var total = Math.Log(logits.Sum(Math.Exp));
        return logits.Select((logit, token) => new Hypothesis([.. hypothesis.Tokens, token], hypothesis.Score + logit - total, seen, token == end));
    }

    /// <summary>All that can be written in so many steps, the best first.</summary>
    public IReadOnlyList<Hypothesis> All(int steps, long end, double penalty) => Search(steps, end, penalty, int.MaxValue);

    /// <summary>Beam search; the best first.</summary>
    public IReadOnlyList<Hypothesis> Search(int steps, long end, double penalty, int width)
    {
        List<Hypothesis> beam = [Start];
        for (var t = 0; t < steps; t++)
            beam = [.. beam.SelectMany(hypothesis => Longer(hypothesis, end)).OrderByDescending(hypothesis => hypothesis.Compared(penalty)).Take(width)];
        return beam;
    }

    static double[][] Rows(Tensor matrix) => [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(i => matrix.detach()[i].contiguous().data<double>().ToArray())];
}
