using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Sunspots;

/// <summary>Cuts the series into windows for the network.</summary>
static class SunspotWindows
{
    /// <summary>How many years the network sees before it forecasts: about four cycles of the sun.</summary>
    public const int History = 44;

    /// <summary>How many years ahead it forecasts: a cycle of the sun.</summary>
    public const int Horizon = 11;

    /// <summary>For each last year that is known, it and the years before: (origins, History, 1).</summary>
    public static Tensor Histories(SunspotSeries series, IEnumerable<int> origins) =>
        Windows(series, origins.Select(origin => origin - History + 1), History);

    /// <summary>For each first year, that many years from it on: (years, length, 1).</summary>
    public static Tensor Windows(SunspotSeries series, IEnumerable<int> firstYears, int length)
    {
        var years = firstYears.ToList();
        var values = years.SelectMany(first => Enumerable.Range(first, length)).Select(year => SunspotScale.ToNetwork(series[year])).ToArray();
        return tensor(values, [years.Count, length, 1]);
    }

    /// <summary>
    /// Runs over the known years, then on from its own forecasts: (B, T, 1) to (B, T + horizon - 1, 1).
    /// The forecast at t is of year t + 1; the last <paramref name="horizon"/> are of years not known.
    /// </summary>
    public static Tensor Continue(SunspotForecaster forecaster, Tensor history, int horizon)
    {
        var known = forecaster.call(history);
        var years = known.Forecast.shape[1];
        var state = known.State;
        var forecasts = new List<Tensor> { known.Forecast.select(1, years - 1) };
        while (forecasts.Count < horizon)
        {
            var next = forecaster.step(forecasts[^1], state);
            forecasts.Add(next.Forecast);
            state = next.State;
        }

        return cat([known.Forecast.narrow(1, 0, years - 1), stack(forecasts, 1)], 1);
    }
}
