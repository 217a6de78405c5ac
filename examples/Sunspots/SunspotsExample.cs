using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Sunspots;

/// <summary>Forecasts the yearly sunspot numbers, and asks whether that is any better than a naive guess.</summary>
sealed class SunspotsExample : IExample
{
    const int LastTrainingYear = 1954;

    readonly Option<int> steps = NumberOption.Create("--steps", "How many steps to train.", 400, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of the weights.", 1, least: 0);

    public string Name => "sunspots";

    public string Description => "Forecast the sunspot numbers of 1955 to 2008, beside two naive forecasts.";

    public IReadOnlyList<Option> Options => [steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        var series = SunspotSeries.Load();
        set_num_threads(1);
        manual_seed(arguments.GetRequiredValue(seed));
        using var forecaster = new SunspotForecaster(hidden: 16);
        var trainer = new SunspotTrainer(forecaster, arguments.GetRequiredValue(steps));
        session.Console.WriteLine($"Trained on {series.FirstYear} to {LastTrainingYear}, tested on the years after.");
        TrainingProgress.Show(session.Console, arguments.GetRequiredValue(steps),
            (report, cancellation) => trainer.Train(series, LastTrainingYear, report, cancellation));

        // Every origin is a year whose next year is tested: what the network is told was known at that time.
        int[] origins = [.. Enumerable.Range(LastTrainingYear, series.LastYear - LastTrainingYear)];
        ImmutableArray<Forecasts> methods =
            [Forecasts.Network(forecaster, series, origins), Forecasts.Persistence(series, origins), Forecasts.Lag(series, origins)];
        WriteTable(session.Console, series, methods);
        session.Console.WriteLine(Verdict(series, methods));
        Plot(session, series, methods);
    }

    static void WriteTable(IAnsiConsole console, SunspotSeries series, ImmutableArray<Forecasts> methods)
    {
        console.WriteLine("Root mean square error of the sunspot number, by years ahead:");
        var table = new Table().RoundedBorder().AddColumn("years ahead");
        foreach (var method in methods)
            table.AddColumn(new TableColumn(method.Method).RightAligned());
        foreach (var ahead in (int[])[1, 2, 3, 5, 8, 11])
            table.AddRow([ahead.ToString(CultureInfo.InvariantCulture), .. methods.Select(method => method.Error(series, ahead).ToString("0.0", CultureInfo.InvariantCulture))]);
        console.Write(table);
    }

    static string Verdict(SunspotSeries series, ImmutableArray<Forecasts> methods)
    {
        var better = Enumerable.Range(1, SunspotWindows.Horizon)
            .Where(ahead => methods.MinBy(method => method.Error(series, ahead)) == methods[0])
            .Select(ahead => ahead.ToString(CultureInfo.InvariantCulture));
        return $"Years ahead for which the network is better than both naive forecasts: {string.Join(", ", better.DefaultIfEmpty("none"))}.";
    }

    static void Plot(Session session, SunspotSeries series, ImmutableArray<Forecasts> methods)
    {
        var years = Enumerable.Range(LastTrainingYear + 1, series.LastYear - LastTrainingYear);
        var observed = new Line("observed", "#202020", [.. years.Select(year => ((double)year, series[year]))]);
        foreach (var ahead in (int[])[1, 5])
        {
            Save($"sunspots.{ahead}-ahead.svg", new LineChart(
                ahead == 1 ? "Sunspot numbers, forecast from the year before" : $"Sunspot numbers, forecast {ahead} years before", "year", "sunspot number, yearly mean",
                [observed, .. Lines(methods, method => method.Ahead(series, ahead))]));
        }

        Save("sunspots.errors.svg", new LineChart(
            "How wrong each forecast is", "years ahead", "root mean square error",
            [.. Lines(methods, method => Enumerable.Range(1, SunspotWindows.Horizon).Select(ahead => ((double)ahead, method.Error(series, ahead))))]));

        void Save(string name, LineChart chart)
        {
            var path = session.PathOf(name);
            LineChartSvg.Save(chart, path);
            session.Console.WriteLine(Session.Shown(path));
        }
    }

    static IEnumerable<Line> Lines(ImmutableArray<Forecasts> methods, Func<Forecasts, IEnumerable<(double X, double Y)>> points)
    {
        string[] colors = ["#2171b5", "#e6550d", "#31a354"];
        return methods.Select((method, i) => new Line(method.Method, colors[i], [.. points(method)], Dashed: i > 0));
    }
}
