using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Climate;

/// <summary>
/// Windows as tensors. A row is as long as its own series has steps in the window's years (<see cref="Lengths"/>), and has a hole wherever nothing was measured (<see cref="Mask"/>).
/// </summary>
sealed record ClimateBatch
{
    ClimateBatch(IReadOnlyList<ClimateWindow> windows)
    {
        var (rows, steps, horizons) = (windows.Count, windows.Max(window => window.Length), ClimateSeries.Months.Length);
        var (value, season, waited, mask) = (new float[rows, steps, 1], new float[rows, steps, 2], new float[rows, steps, 1], new bool[rows, steps]);
        var (change, known) = (new float[rows, steps, horizons], new bool[rows, steps, horizons]);
        for (var row = 0; row < rows; row++)
        {
            var window = windows[row];
            var (series, before, level) = (window.Series, (int?)null, window.Level);
            for (var t = 0; t < window.Length; t++)
            {
                var step = window.First + t;
                if (!window.IsKnown(step)) continue;
                var now = series.Values[step]!.Value;
                mask[row, t] = true;
                value[row, t, 0] = (float)((now - level) / series.Unit);
                (season[row, t, 0], season[row, t, 1]) = ((float)Math.Sin(2 * Math.PI * series.Year(step)), (float)Math.Cos(2 * Math.PI * series.Year(step)));
                waited[row, t, 0] = (float)((step - (before ?? step)) / series.StepsAYear);
                before = step;
                for (var k = 0; k < horizons; k++)
                {
                    var ahead = step + series.Horizons[k];
                    if (ahead >= series.Values.Length || series.Values[ahead] is not { } then) continue;
                    change[row, t, k] = (float)((then - now) / series.Unit);
                    known[row, t, k] = true;
                }
            }
        }

        (Value, Season, Waited, Mask, Change, Known) = (tensor(value), tensor(season), tensor(waited), tensor(mask), tensor(change), tensor(known));
        Which = tensor(windows.Select(window => (long)window.Series.Index).ToArray());
        Lengths = tensor(windows.Select(window => (long)window.Length).ToArray());
    }

    /// <summary>(B, T, 1): the value, counted from the level of the window.</summary>
    public Tensor Value { get; }

    /// <summary>(B, T, 2): the time of the year, on a circle.</summary>
    public Tensor Season { get; }

    /// <summary>(B, T, 1): the years since the value before.</summary>
    public Tensor Waited { get; }

    /// <summary>(B), int64: which series it is.</summary>
    public Tensor Which { get; }

    /// <summary>(B), int64: how many steps the window has.</summary>
    public Tensor Lengths { get; }

    /// <summary>(B, T), bool: where something was measured.</summary>
    public Tensor Mask { get; }

    /// <summary>(B, T, horizons): how much higher the value is later.</summary>
    public Tensor Change { get; }

    /// <summary>(B, T, horizons), bool: where that is known.</summary>
    public Tensor Known { get; }

    public static ClimateBatch Of(IReadOnlyList<ClimateWindow> windows) => new(windows);

    /// <summary>Runs the forecaster.</summary>
    public ClimateForecaster.Output Forecast(ClimateForecaster forecaster) => forecaster.call(Value, Season, Waited, Which, lengths: Lengths, mask: Mask);
}
