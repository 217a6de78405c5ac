using System.Collections.Immutable;
using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Climate;

/// <summary>Trains one forecaster on windows of all series at once: Adam on the likelihood of the later values, wherever they are known.</summary>
sealed class ClimateTrainer(ClimateForecaster forecaster, ImmutableArray<ClimateSeries> series, int steps, int seed)
{
    const int RowsASeries = 24;
    const double LearningRate = 5e-3, WeightDecay = 1e-3, LargestGradient = 1;

    /// <summary>The shares of the values that a window loses: the network is to live with gaps, also long ones.</summary>
    static readonly ImmutableArray<double> Gaps = [0, 0.3, 0.6];

    readonly Parameter[] parameters = [.. forecaster.parameters()];
    readonly Random random = new(seed);

    /// <summary>Trains until all steps are done or the token is cancelled.</summary>
    public void Train(TrainingProgress.Report report, CancellationToken cancellation)
    {
        using var optimizer = optim.AdamW(parameters, weight_decay: WeightDecay);
        forecaster.train();
        for (var step = 0; step < steps && !cancellation.IsCancellationRequested; step++)
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps));

            using var scope = NewDisposeScope();
            var batch = ClimateBatch.Of([.. series.SelectMany(one => Enumerable.Range(0, RowsASeries).Select(_ => Draw(one)))]);
            var output = batch.Forecast(forecaster);
            var surprise = ((batch.Change - output.Change) / output.Deviation).square() / 2 + output.Deviation.log();
            var loss = surprise.masked_select(batch.Known.logical_and(batch.Mask.unsqueeze(2))).mean();
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, LargestGradient);
            optimizer.step();
            report(step + 1, loss.ToDouble(), null);
        }
    }

    /// <summary>A window all of whose forecasts, too, are of years to train on.</summary>
    ClimateWindow Draw(ClimateSeries one)
    {
        while (true)
        {
            var window = new ClimateWindow(one, random.Next((int)(ClimateWindow.Years * one.StepsAYear), one.TestFrom - one.Horizons[^1]));
            if (one.Values[window.Origin] is not null) return window.Drop(Gaps[random.Next(Gaps.Length)], random);
        }
    }
}
