namespace FluentRnn.Benchmarks.Measure;

/// <summary>The peers of one cell at one shape, mode and number of threads: measured in turn, so that their times may be compared.</summary>
/// <param name="Floor">Milliseconds of the products alone, one number a round.</param>
sealed record Group(string Cell, string Shape, Mode Mode, int Threads, IReadOnlyList<double> Floor, IReadOnlyList<Result> Results)
{
    /// <summary>Whether the other group measured the same.</summary>
    public bool IsSame(Group other) => (Cell, Shape, Mode, Threads) == (other.Cell, other.Shape, other.Mode, other.Threads);

    public Result? Find(string peer) => Results.FirstOrDefault(result => result.Peer == peer);

    /// <summary>How many times as long a peer takes as another, round by round; null if one of them was not measured.</summary>
    public Spread? Ratio(string peer, string to) =>
        (Find(peer), Find(to)) is ({ } left, { } right) ? Spread.Of(left.Times.Zip(right.Times, (a, b) => a / b)) : null;
}

/// <summary>One peer in a group.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Times">Milliseconds a call, one number a round.</param>
/// <param name="Error">The largest relative error against the equations: outputs and, if it trains, gradients.</param>
/// <param name="ManagedBytes">What a call allocates on the managed heap.</param>
/// <param name="NativePeak">How far resident memory rises in a call, in bytes; null where the system does not tell.</param>
/// <param name="FirstResult">Milliseconds from nothing to the first output: making the peer, and its first call.</param>
sealed record Result(string Peer, IReadOnlyList<double> Times, double Error, long ManagedBytes, long? NativePeak, double FirstResult);
