namespace FluentRnn;

/// <summary>What decoding chose at one step, as plain numbers: nothing needs to be disposed of.</summary>
/// <param name="Tokens">The token of each row; of rows that had ended before, the end token.</param>
/// <param name="Scores">The sum of the log-probabilities of each row so far; see <see cref="Decoded{TState}"/>.</param>
/// <param name="Ended">Which rows have ended, with this step or before.</param>
public sealed record DecodingStep(IReadOnlyList<long> Tokens, IReadOnlyList<double> Scores, IReadOnlyList<bool> Ended);
