using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Climate;

/// <summary>Forecasts series with gaps, and says how sure it is.</summary>
sealed class ClimateExample : IExample
{
    const int Hidden = 48;

    static readonly ImmutableArray<double> Gaps = [0.3, 0.6];

    readonly Option<int> steps = NumberOption.Create("--steps", "How many batches to train.", 500, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights and windows.", 1, least: 0);

    public string Name => "climate";

    public string Description => "Forecast carbon dioxide and sea temperature, with missing weeks and intervals.";

    public IReadOnlyList<Option> Options => [steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        var series = ClimateSeries.Load();
        set_num_threads(1);
        manual_seed(arguments.GetRequiredValue(seed));
        using var forecaster = new ClimateForecaster(series.Length, ClimateSeries.Months.Length, Hidden);
        foreach (var one in series)
        {
            session.Console.WriteLine(Invariant(
                $"{one.Name}: {one.Values.Length} steps, {one.Values.Count(value => value is null)} missing; trained until {one.Year(one.TestFrom):0.0}, tested after."));
        }

        var trainer = new ClimateTrainer(forecaster, series, arguments.GetRequiredValue(steps), arguments.GetRequiredValue(seed));
        TrainingProgress.Show(session.Console, arguments.GetRequiredValue(steps), trainer.Train);
        foreach (var one in series) Show(session, one, forecaster);
    }

    static void Show(Session session, ClimateSeries series, ClimateForecaster forecaster)
    {
        var network = ClimateForecasts.Network(forecaster, series);
        ImmutableArray<ClimateForecasts> methods =
        [
            network, ClimateForecasts.YearBefore(series), ClimateForecasts.Climatology(series), ClimateForecasts.Persistence(series),
            .. Gaps.Select(share => ClimateForecasts.Network(forecaster, series, share) with { Method = Invariant($"network, {share:0 %} dropped") }),
        ];
        WriteTable(session.Console, series, methods);
        var path = session.PathOf($"climate.{series.Name.Replace(' ', '-')}.svg");
        var last = ClimateSeries.Months.Length - 1;
        var observed = Enumerable.Range(series.TestFrom, series.Values.Length - series.TestFrom).Where(step => series.Values[step] is not null)
            .Select(step => (series.Year(step), series.Values[step]!.Value));
        LineChartSvg.Save(new LineChart(
            "Forecast a year before, with an interval for nine in ten", "year", series.Quantity,
            [
                new Line("observed", "#202020", [.. observed]),
                new Line("network", "#2171b5", [.. network.Line(last)]),
                new Line("low", "#9ecae1", [.. network.Line(last, -ClimateForecasts.NineTenths)], Dashed: true),
                new Line("high", "#9ecae1", [.. network.Line(last, ClimateForecasts.NineTenths)], Dashed: true),
            ])
        { FromZero = false }, path);
        session.Console.WriteLine(Session.Shown(path));
    }

    static void WriteTable(IAnsiConsole console, ClimateSeries series, ImmutableArray<ClimateForecasts> methods)
    {
        console.WriteLine($"Root mean square error, {series.Quantity}; in brackets the share within the interval that should hold 90 %:");
        var table = new Table().RoundedBorder().AddColumn("months ahead");
        foreach (var months in ClimateSeries.Months) table.AddColumn(new TableColumn(months.ToString(CultureInfo.InvariantCulture)).RightAligned());
        foreach (var method in methods)
        {
            table.AddRow([method.Method, .. ClimateSeries.Months.Select((_, k) =>
                Invariant($"{method.Error(k):0.00}") + (method.Deviations is null ? "" : Invariant($" ({method.Coverage(k):0 %})")))]);
        }

        console.Write(table);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
