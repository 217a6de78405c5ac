using System.Collections.Immutable;
using System.Globalization;

namespace FluentRnn.Examples.Sunspots;

/// <summary>The yearly mean sunspot numbers.</summary>
/// <param name="FirstYear">The year of the first number.</param>
/// <param name="Numbers">One number a year.</param>
sealed record SunspotSeries(int FirstYear, ImmutableArray<double> Numbers)
{
    /// <summary>The number of a year.</summary>
    public double this[int year] => Numbers[year - FirstYear];

    /// <summary>The last year.</summary>
    public int LastYear => FirstYear + Numbers.Length - 1;

    /// <summary>Reads the series that comes with the program; its origin is told beside it, in data/README.md.</summary>
    public static SunspotSeries Load()
    {
        using var stream = typeof(SunspotSeries).Assembly.GetManifestResourceStream("sunspots.csv")!;
        using var reader = new StreamReader(stream);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Select(line => line.Split(','))
            .Select(fields => (Year: int.Parse(fields[0], CultureInfo.InvariantCulture), Number: double.Parse(fields[1], CultureInfo.InvariantCulture)))
            .ToList();
        return new SunspotSeries(rows[0].Year, [.. rows.Select(row => row.Number)]);
    }
}
