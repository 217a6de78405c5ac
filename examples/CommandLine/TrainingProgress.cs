using System.Globalization;
using Spectre.Console;

namespace FluentRnn.Examples.CommandLine;

/// <summary>Shows how a training goes on: a bar with loss, accuracy and the time left.</summary>
static class TrainingProgress
{
    /// <summary>What the training tells after a step. Loss and accuracy are null where they were not measured.</summary>
    public delegate void Report(int step, double? loss, double? accuracy);

    /// <summary>Runs the training under the bar.</summary>
    public static void Show(IAnsiConsole console, int steps, Action<Report> train) =>
        console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask("training", maxValue: steps);
                train((step, loss, accuracy) =>
                {
                    task.Value = step;
                    if (loss is not null)
                        task.Description = Describe(step, loss, accuracy);
                });
                task.StopTask();
            });

    static string Describe(int step, double? loss, double? accuracy) =>
        string.Create(CultureInfo.InvariantCulture, $"step {step,5}   loss {loss:0.0000}")
        + (accuracy is null ? "" : string.Create(CultureInfo.InvariantCulture, $"   accuracy {accuracy,6:0.0 %}"));
}
