using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Beam search: of all hypotheses that are a token longer, those with the best scores go on. A hypothesis that has ended keeps its place as long as
/// its score is among the best. What is compared is the sum of log-probabilities, divided by ((5 + length) / 6) to the power of the length penalty (Wu et al. 2016,
/// arXiv:1609.08144, equation 14).
/// </summary>
sealed class BeamRule(int width, double lengthPenalty) : ChoiceRule
{
    public override int Width => width;

    public override Choice Choose<TState>(Tensor scores, Tensor logProbabilities, Hypotheses<TState> now, long padding)
    {
        var (rows, tokens) = (scores.shape[0], scores.shape[1]);
        var batch = rows / width;
        var ended = now.Ended.unsqueeze(1);

        // A hypothesis that has ended goes on in one way: as it is.
        var stays = full_like(logProbabilities, double.NegativeInfinity);
        stays.select(1, padding).zero_();
        var sums = now.Scores.unsqueeze(1) + where(ended, stays, logProbabilities);
        var lengths = (now.Lengths + now.Ended.logical_not()).unsqueeze(1).to(sums.dtype);
        var compared = sums / ((lengths + 5) / 6).pow(lengthPenalty);

        var best = Ranking.Largest(compared.view(batch, width * tokens), width);
        var first = arange(batch, ScalarType.Int64, best.device).unsqueeze(1) * width;
        return new Choice(
            best.remainder(tokens).view(rows),
            sums.view(batch, width * tokens).gather(1, best).view(rows),
            (best.floor_divide(tokens) + first).view(rows));
    }
}
