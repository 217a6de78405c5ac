using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Chooses the token of every row by itself.</summary>
abstract class RowRule : ChoiceRule
{
    public sealed override Choice Choose<TState>(Tensor scores, Tensor logProbabilities, Hypotheses<TState> now, long padding)
    {
        var tokens = Pick(scores);
        var sums = now.Scores + logProbabilities.gather(1, tokens.unsqueeze(1)).squeeze(1);
        return new Choice(tokens, where(now.Ended, now.Scores, sums));
    }

    /// <summary>The token of each row, (R) int64.</summary>
    /// <param name="scores">The scores, (R, V).</param>
    protected abstract Tensor Pick(Tensor scores);
}

/// <summary>The token with the highest score; of equal ones, the first.</summary>
sealed class GreedyRule : RowRule
{
    protected override Tensor Pick(Tensor scores) => Ranking.Largest(scores, 1).squeeze(1);
}
