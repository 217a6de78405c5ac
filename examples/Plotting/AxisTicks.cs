namespace FluentRnn.Examples.Plotting;

/// <summary>Round numbers along an axis.</summary>
static class AxisTicks
{
    /// <summary>About <paramref name="wanted"/> multiples of 1, 2 or 5 times a power of ten that lie between the two ends.</summary>
    public static IReadOnlyList<double> Between(double low, double high, int wanted)
    {
        if (!(high > low))
            return [low];

        var raw = (high - low) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1.5 => 1, <= 3.5 => 2, <= 7.5 => 5, _ => 10 });
        var ticks = new List<double>();
        for (var i = (long)Math.Ceiling(low / step); i * step <= high + (step * 1e-9); i++)
            ticks.Add(i * step);
        return ticks;
    }
}
