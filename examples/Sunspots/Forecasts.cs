using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Sunspots;

/// <summary>What one method says, from each origin (the last year it knows), about the years after it.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Numbers">The sunspot numbers by origin, then by years ahead less one.</param>
sealed record Forecasts(string Method, IReadOnlyDictionary<int, double[]> Numbers)
{
    /// <summary>The network, from its own forecasts.</summary>
    public static Forecasts Network(SunspotForecaster forecaster, SunspotSeries series, IReadOnlyList<int> origins)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        forecaster.eval();
        var values = SunspotWindows.Continue(forecaster, SunspotWindows.Histories(series, origins), SunspotWindows.Horizon)
            .narrow(1, SunspotWindows.History - 1, SunspotWindows.Horizon);
        var numbers = values.contiguous().data<float>().ToArray().Select(SunspotScale.FromNetwork).Chunk(SunspotWindows.Horizon);
        return new Forecasts("network", origins.Zip(numbers).ToDictionary());
    }

    /// <summary>Persistence: every year will be as the last one known.</summary>
    public static Forecasts Persistence(SunspotSeries series, IReadOnlyList<int> origins) =>
        Naive("persistence", origins, (origin, _) => series[origin]);

    /// <summary>The 11-year lag: every year will be as the one a cycle before it.</summary>
    public static Forecasts Lag(SunspotSeries series, IReadOnlyList<int> origins) =>
        Naive("11-year lag", origins, (origin, ahead) => series[origin + ahead - 11]);

    /// <summary>The root mean square error for that many years ahead, over the origins whose forecast year is known.</summary>
    public double Error(SunspotSeries series, int ahead) =>
        Math.Sqrt(Known(series, ahead).Average(origin => Math.Pow(Numbers[origin][ahead - 1] - series[origin + ahead], 2)));

    /// <summary>The forecasts that many years ahead, by the year forecast.</summary>
    public IEnumerable<(double Year, double Number)> Ahead(SunspotSeries series, int ahead) =>
        Known(series, ahead).Select(origin => ((double)(origin + ahead), Numbers[origin][ahead - 1]));

    static Forecasts Naive(string method, IReadOnlyList<int> origins, Func<int, int, double> forecast) =>
        new(method, origins.ToDictionary(
            origin => origin,
            origin => Enumerable.Range(1, SunspotWindows.Horizon).Select(ahead => forecast(origin, ahead)).ToArray()));

    IEnumerable<int> Known(SunspotSeries series, int ahead) => Numbers.Keys.Where(origin => origin + ahead <= series.LastYear).Order();
}
