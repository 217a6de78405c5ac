using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>How the next tokens are chosen. It serves one run.</summary>
abstract class ChoiceRule : IDisposable
{
    /// <summary>The number of hypotheses that are kept for each row of the batch.</summary>
    public virtual int Width => 1;

    /// <summary>Chooses the next tokens.</summary>
    /// <param name="scores">The scores of the tokens, (R, V); of rows that have ended, zeros.</param>
    /// <param name="logProbabilities">Their log-probabilities, (R, V).</param>
    /// <param name="now">The hypotheses so far.</param>
    /// <param name="padding">The token that rows get that have ended.</param>
    public abstract Choice Choose<TState>(Tensor scores, Tensor logProbabilities, Hypotheses<TState> now, long padding)
        where TState : struct, IRecurrentState<TState>;

    public virtual void Dispose()
    {
    }
}

/// <summary>The tokens chosen.</summary>
/// <param name="Tokens">The token of each hypothesis, (R) int64.</param>
/// <param name="Scores">The sum of its log-probabilities with it, (R); that of a row that has ended, as it was.</param>
/// <param name="Origins">The hypothesis that each goes on from, (R) int64; null for itself.</param>
readonly record struct Choice(Tensor Tokens, Tensor Scores, Tensor? Origins = null);
