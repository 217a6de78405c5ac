namespace FluentRnn.Benchmarks.Measure;

/// <summary>The middle of some numbers, and where eight of ten lie.</summary>
readonly record struct Spread(double Median, double P10, double P90)
{
    public static Spread Of(IEnumerable<double> numbers)
    {
        var ordered = numbers.Order().ToList();
        return new(Quantile(ordered, 0.5), Quantile(ordered, 0.1), Quantile(ordered, 0.9));
    }

    static double Quantile(List<double> ordered, double q)
    {
        var position = q * (ordered.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, ordered.Count - 1);
        return ordered[below] + ((position - below) * (ordered[above] - ordered[below]));
    }
}
