namespace FluentRnn.Examples.Climate;

/// <summary>Some years of a series, up to its origin: the last value that is known. A week or month without a value is masked, not filled.</summary>
/// <param name="Series">The series.</param>
/// <param name="Origin">The last step.</param>
/// <param name="Dropped">Steps whose values are kept from the network, as if nobody had measured them.</param>
sealed record ClimateWindow(ClimateSeries Series, int Origin, IReadOnlySet<int> Dropped)
{
    /// <summary>How far back a window reaches.</summary>
    public const double Years = 4;

    public ClimateWindow(ClimateSeries series, int origin)
        : this(series, origin, new HashSet<int>())
    {
    }

    /// <summary>The number of steps.</summary>
    public int Length => (int)(Years * Series.StepsAYear);

    /// <summary>The first step.</summary>
    public int First => Origin - Length + 1;

    /// <summary>The level that changes are counted from: the first value known.</summary>
    public double Level => Enumerable.Range(First, Length).Where(IsKnown).Select(step => Series.Values[step]!.Value).First();

    /// <summary>Whether the network sees the value of a step.</summary>
    public bool IsKnown(int step) => Series.Values[step] is not null && !Dropped.Contains(step);

    /// <summary>The same window with a share of its values dropped at random; never that of the origin.</summary>
    public ClimateWindow Drop(double share, Random random) =>
        this with { Dropped = Enumerable.Range(First, Length - 1).Where(_ => random.NextDouble() < share).ToHashSet() };
}
