using System.Collections.Immutable;
using System.Globalization;

namespace FluentRnn.Examples.Climate;

/// <summary>One series on an even grid of time; a value that nobody measured is null.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">The number the network knows it by.</param>
/// <param name="Quantity">What is measured, with its unit.</param>
/// <param name="Unit">The size of a change that is 1 to the network.</param>
/// <param name="StepsAYear">How many steps of the grid make a year.</param>
/// <param name="FirstYear">When it begins, in years.</param>
/// <param name="Values">The values.</param>
/// <param name="Horizons">How many steps ahead is forecast: one, three, six and twelve months.</param>
/// <param name="TestFrom">The first step of the years that nothing is trained on.</param>
sealed record ClimateSeries(
    string Name, int Index, string Quantity, double Unit, double StepsAYear, double FirstYear, ImmutableArray<double?> Values, ImmutableArray<int> Horizons, int TestFrom)
{
    /// <summary>The months ahead that are forecast.</summary>
    public static readonly ImmutableArray<int> Months = [1, 3, 6, 12];

    const double LastYears = 8;

    /// <summary>When a step is, in years.</summary>
    public double Year(int step) => FirstYear + (step / StepsAYear);

    /// <summary>The series that come with the program; their origin is told beside them, in data/README.md.</summary>
    public static ImmutableArray<ClimateSeries> Load() => [CarbonDioxide(), SeaSurface()];

    static ClimateSeries CarbonDioxide()
    {
        const double WeeksAYear = 365.25 / 7;
        var values = Rows("co2.csv").Select(fields => Value(fields[1])).ToImmutableArray();
        return new ClimateSeries(
            "carbon dioxide", 0, "CO2 at Mauna Loa, ppm", 3, WeeksAYear, 1958 + (87 / 365.25), values, [4, 13, 26, 52], values.Length - (int)(LastYears * WeeksAYear));
    }

    static ClimateSeries SeaSurface()
    {
        var values = Rows("elnino.csv").SelectMany(fields => fields.Skip(1).Select(Value)).ToImmutableArray();
        return new ClimateSeries(
            "sea surface", 1, "sea surface of the eastern Pacific, °C", 2, 12, 1950, values, Months, values.Length - (int)(2 * LastYears * 12));
    }

    static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(ClimateSeries).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(line => line.Split(','))];
    }

    static double? Value(string field) => field.Length == 0 ? null : double.Parse(field, CultureInfo.InvariantCulture);
}
