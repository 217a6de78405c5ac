using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Sunspots;

/// <summary>Trains a forecaster on every window of the training years: each next year, then a cycle from its own forecasts.</summary>
sealed class SunspotTrainer(SunspotForecaster forecaster, int steps)
{
    /// <summary>The first years of a window only fill the state; with no years before them, they cannot be forecast.</summary>
    const int RunIn = 10;

    const double LearningRate = 1e-2, WeightDecay = 1e-3, LargestGradient = 1;

    readonly Parameter[] parameters = [.. forecaster.parameters()];

    /// <summary>Trains on the years up to the last one given, until all steps are done or the token is cancelled.</summary>
    public void Train(SunspotSeries series, int lastYear, TrainingProgress.Report report, CancellationToken cancellation)
    {
        const int Length = SunspotWindows.History + SunspotWindows.Horizon;
        using var data = NewDisposeScope();
        using var optimizer = optim.AdamW(parameters, weight_decay: WeightDecay);
        var windows = SunspotWindows.Windows(series, Enumerable.Range(series.FirstYear, lastYear - series.FirstYear - Length + 2), Length);
        var history = windows.narrow(1, 0, SunspotWindows.History);
        var years = Length - 1 - RunIn;
        var future = windows.narrow(1, RunIn + 1, years);

        forecaster.train();
        for (var step = 0; step < steps && !cancellation.IsCancellationRequested; step++)
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps));

            using var scope = NewDisposeScope();
            var forecasts = SunspotWindows.Continue(forecaster, history, SunspotWindows.Horizon);
            var loss = nn.functional.mse_loss(forecasts.narrow(1, RunIn, years), future);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, LargestGradient);
            optimizer.step();
            report(step + 1, loss.ToDouble(), null);
        }
    }
}
