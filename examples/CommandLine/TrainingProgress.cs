using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace FluentRnn.Examples.CommandLine;

/// <summary>Shows how a training goes on, with loss, accuracy and the time left: as a bar, or line by line where the output is not a terminal.</summary>
static class TrainingProgress
{
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>What the training tells after a step. Loss and share (of what is right, unless the training says otherwise) are null where they were not measured.</summary>
    public delegate void Report(int step, double? loss, double? share);

    /// <summary>Runs a training. Ctrl-C cancels its token, so that it ends after the step it is at; a second one ends the program.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="train">The training.</param>
    /// <param name="share">What the share is that the training reports.</param>
    public static void Show(IAnsiConsole console, int steps, Action<Report, CancellationToken> train, string share = "accuracy")
    {
        using var interrupt = new Interrupt();
        if (console.Profile.Capabilities.Interactive)
            ShowBar(console, steps, share, report => train(report, interrupt.Token));
        else
            train(Lines(console, steps, share), interrupt.Token);
    }

    static void ShowBar(IAnsiConsole console, int steps, string name, Action<Report> train) =>
        console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask("training", maxValue: steps);
                train((step, loss, share) =>
                {
                    task.Value = step;
                    if (loss is not null)
                        task.Description = Describe(step, loss.Value, share, name);
                });
                task.StopTask();
            });

    static Report Lines(IAnsiConsole console, int steps, string name)
    {
        var clock = Stopwatch.StartNew();
        var due = BetweenLines;
        return (step, loss, share) =>
        {
            if (loss is null || (clock.Elapsed < due && step < steps))
                return;
            due = clock.Elapsed + BetweenLines;
            var left = clock.Elapsed.TotalSeconds / step * (steps - step);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Describe(step, loss.Value, share, name)}   {left,4:0} s left"));
        };
    }

    static string Describe(int step, double loss, double? share, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"step {step,5}   loss {loss:0.0000}")
        + (share is null ? "" : string.Create(CultureInfo.InvariantCulture, $"   {name} {share,6:0.0 %}"));
}
