using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What was chosen so far, a row a hypothesis (R rows: B, or B times the width of a beam), and the states that go with it.</summary>
/// <param name="State">The states, each (R, …).</param>
/// <param name="Tokens">The tokens, (R, t) int64.</param>
/// <param name="Scores">The sums of their log-probabilities, (R).</param>
/// <param name="Lengths">How many tokens there are before the row ended, the end token included: (R) int64.</param>
/// <param name="Ended">Which rows have ended, (R) bool.</param>
sealed record Hypotheses<TState>(TState State, Tensor Tokens, Tensor Scores, Tensor Lengths, Tensor Ended) : IDisposable
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>Nothing chosen yet.</summary>
    public static Hypotheses<TState> Start(TState state, Tensor scores)
    {
        var (rows, device) = (scores.shape[0], scores.device);
        return new(
            state,
            zeros([rows, 0], ScalarType.Int64, device),
            scores,
            zeros([rows], ScalarType.Int64, device),
            zeros([rows], ScalarType.Bool, device));
    }

    /// <summary>Some of the rows, in any order and number.</summary>
    public Hypotheses<TState> Select(Tensor rows) => new(
        StateOperations.Select(State, rows),
        Tokens.index_select(0, rows),
        Scores.index_select(0, rows),
        Lengths.index_select(0, rows),
        Ended.index_select(0, rows));

    /// <summary>A token more. Rows that have ended stay as they are, and get <paramref name="padding"/>.</summary>
    /// <param name="tokens">The tokens, (R) int64.</param>
    /// <param name="scores">The sums with them, (R); of rows that have ended, too.</param>
    /// <param name="after">The states after this step.</param>
    /// <param name="ends">Which rows end with this token, (R) bool.</param>
    /// <param name="padding">The token of the rows that have ended.</param>
    /// <param name="token">The position of the state that the token is fed into.</param>
    public Hypotheses<TState> Append(Tensor tokens, Tensor scores, TState after, Tensor ends, long padding, int token)
    {
        var padded = tokens.masked_fill(Ended, padding);
        var states = State.Values.Zip(after.Values, (before, value) => where(RecurrenceCall.RowsOf(Ended, value!.dim()), before!, value)).ToArray();
        states[token] = where(Ended, State.Values[token]!, tokens);
        return new(
            TState.From(states),
            cat([Tokens, padded.unsqueeze(1)], 1),
            scores,
            Lengths + Ended.logical_not(),
            Ended.logical_or(ends));
    }

    /// <summary>The same values, outside every dispose scope.</summary>
    public Hypotheses<TState> Own() => new(
        TState.From([.. State.Values.Select(value => Own(value!))]), Own(Tokens), Own(Scores), Own(Lengths), Own(Ended));

    public void Dispose()
    {
        StateOperations.Dispose(State);
        Tokens.Dispose();
        Scores.Dispose();
        Lengths.Dispose();
        Ended.Dispose();
    }

    static Tensor Own(Tensor value) => value.alias().DetachFromDisposeScope();
}
