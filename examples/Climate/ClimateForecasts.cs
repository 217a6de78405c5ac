using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Climate;

/// <summary>What one method says of the values after each origin.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Series">The series.</param>
/// <param name="Origins">The last steps known.</param>
/// <param name="Values">The values, by origin and horizon.</param>
/// <param name="Deviations">Their standard deviations, where the method says how sure it is; else null.</param>
sealed record ClimateForecasts(string Method, ClimateSeries Series, ImmutableArray<int> Origins, double[,] Values, double[,]? Deviations)
{
    /// <summary>90 % of a normal distribution are within so many standard deviations of its mean.</summary>
    public const double NineTenths = 1.6449;

    /// <summary>The steps to forecast from: those of the test years whose values are known.</summary>
    public static ImmutableArray<int> TestOrigins(ClimateSeries series) =>
        [.. Enumerable.Range(series.TestFrom, series.Values.Length - series.TestFrom - 1).Where(step => series.Values[step] is not null)];

    /// <summary>The network, with a share of the values of each window dropped at random.</summary>
    public static ClimateForecasts Network(ClimateForecaster forecaster, ClimateSeries series, double dropped = 0)
    {
        var origins = TestOrigins(series);
        var random = new Random(series.Index);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        forecaster.eval();
        var windows = origins.Select(origin => new ClimateWindow(series, origin).Drop(dropped, random)).ToList();
        var output = ClimateBatch.Of(windows).Forecast(forecaster);
        var (change, deviation) = (At(output.Change), At(output.Deviation));
        return new ClimateForecasts(
            "network", series, origins,
            Table(origins, (row, k) => series.Values[origins[row]]!.Value + (series.Unit * change[row, k].ToDouble())),
            Table(origins, (row, k) => series.Unit * deviation[row, k].ToDouble()));

        Tensor At(Tensor values) => values.select(1, windows[0].Length - 1);
    }

    /// <summary>Persistence: the value stays as it is.</summary>
    public static ClimateForecasts Persistence(ClimateSeries series)
    {
        var origins = TestOrigins(series);
        return new ClimateForecasts("persistence", series, origins, Table(origins, (row, _) => series.Values[origins[row]]!.Value), null);
    }

    /// <summary>The year before: the value of the same time a year earlier, and as much more as the last value is above the one a year before it.</summary>
    public static ClimateForecasts YearBefore(ClimateSeries series)
    {
        var (origins, year) = (TestOrigins(series), (int)Math.Round(series.StepsAYear));
        return new ClimateForecasts("year before", series, origins, Table(origins, (row, k) =>
            Known(series, origins[row] + series.Horizons[k] - year) + series.Values[origins[row]]!.Value - Known(series, origins[row] - year)), null);
    }

    /// <summary>Climatology: a straight line through the last twenty years to train on, and what that time of the year was above it.</summary>
    public static ClimateForecasts Climatology(ClimateSeries series)
    {
        const int Years = 20;
        var (origins, year) = (TestOrigins(series), (int)Math.Round(series.StepsAYear));
        var past = Enumerable.Range(series.TestFrom - (Years * year), Years * year).Where(step => series.Values[step] is not null).ToList();
        var (middle, mean) = (past.Average(), past.Average(step => series.Values[step]!.Value));
        var slope = past.Sum(step => (step - middle) * (series.Values[step]!.Value - mean)) / past.Sum(step => Math.Pow(step - middle, 2));
        var seasons = past.ToLookup(step => step % year).ToDictionary(steps => steps.Key, steps => steps.Average(step => series.Values[step]!.Value - Line(step)));
        return new ClimateForecasts("climatology", series, origins, Table(origins, (row, k) => Line(Ahead(row, k)) + seasons[Ahead(row, k) % year]), null);

        double Line(double step) => mean + (slope * (step - middle));
        int Ahead(int row, int k) => origins[row] + series.Horizons[k];
    }

    /// <summary>The root mean square error at a horizon, over the origins whose later value is known.</summary>
    public double Error(int horizon) => Math.Sqrt(Rows(horizon).Average(row => Math.Pow(Values[row, horizon] - Later(row, horizon), 2)));

    /// <summary>The share of the later values within the interval that should hold nine in ten of them.</summary>
    public double Coverage(int horizon) => Rows(horizon).Average(row =>
        Math.Abs(Values[row, horizon] - Later(row, horizon)) <= NineTenths * Deviations![row, horizon] ? 1.0 : 0.0);

    /// <summary>The forecasts of a horizon by the year forecast, moved by so many standard deviations.</summary>
    public IEnumerable<(double Year, double Value)> Line(int horizon, double deviations = 0) => Origins.Select((origin, row) =>
        (Series.Year(origin + Series.Horizons[horizon]), Values[row, horizon] + (deviations * (Deviations?[row, horizon] ?? 0))));

    IEnumerable<int> Rows(int horizon) => Enumerable.Range(0, Origins.Length).Where(row =>
        Origins[row] + Series.Horizons[horizon] < Series.Values.Length && Series.Values[Origins[row] + Series.Horizons[horizon]] is not null);

    double Later(int row, int horizon) => Series.Values[Origins[row] + Series.Horizons[horizon]]!.Value;

    /// <summary>The last value known at a step.</summary>
    static double Known(ClimateSeries series, int step) => Enumerable.Range(0, step + 1).Select(back => series.Values[step - back]).First(value => value is not null)!.Value;

    static double[,] Table(ImmutableArray<int> origins, Func<int, int, double> value)
    {
        var table = new double[origins.Length, ClimateSeries.Months.Length];
        for (var row = 0; row < origins.Length; row++)
        {
            for (var k = 0; k < ClimateSeries.Months.Length; k++) table[row, k] = value(row, k);
        }

        return table;
    }
}
