using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Episodes;

/// <summary>Balances a pole whose speeds are hidden, and asks what memory is worth.</summary>
sealed class EpisodesExample : IExample
{
    const int Hidden = 32, TestCarts = 100, TestSeed = 20240307;

    readonly Option<int> updates = NumberOption.Create("--updates", "How many batches of 2048 steps to train on.", 150, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights, carts and draws.", 1, least: 0);

    public string Name => "episodes";

    public string Description => "Balance a pole whose speeds are hidden: a recurrent policy, reset where an episode begins.";

    public IReadOnlyList<Option> Options => [updates, seed];

    public void Run(ParseResult arguments, Session session)
    {
        // The matrices of a step are small: a second thread would cost more than it brings.
        set_num_threads(1);
        var recurrent = Train(session.Console, "with memory", remembers: true, arguments);
        var memoryless = Train(session.Console, "without memory", remembers: false, arguments);

        WriteTable(session.Console, [recurrent, memoryless]);
        Save("episodes.learning.svg", new LineChart(
            "How long the pole stands while learning", "steps of all carts", "mean length of the episodes that ended",
            [Line(recurrent, "#2171b5"), Line(memoryless, "#e6550d")]));
        Save("episodes.poles.svg", new LineChart(
            "The pole of one cart after training, greedy", "step", "angle, degrees",
            [Pole(recurrent, "#2171b5"), Pole(memoryless, "#e6550d")]));

        void Save(string name, LineChart chart)
        {
            var path = session.PathOf(name);
            LineChartSvg.Save(chart, path);
            session.Console.WriteLine(Session.Shown(path));
        }
    }

    Trained Train(IAnsiConsole console, string name, bool remembers, ParseResult arguments)
    {
        manual_seed(arguments.GetRequiredValue(seed));
        using var policy = new PolePolicy(Hidden);
        var trainer = new PolicyTrainer(policy, remembers, arguments.GetRequiredValue(updates), arguments.GetRequiredValue(seed));
        console.WriteLine($"A policy {name}:");
        TrainingProgress.Show(console, arguments.GetRequiredValue(updates), trainer.Train, share: "of the longest episode");
        return Trained.Test(name, policy, remembers, [.. trainer.Curve], new PoleCarts(TestCarts, new Random(TestSeed)));
    }

    static void WriteTable(IAnsiConsole console, ImmutableArray<Trained> policies)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Length of {TestCarts} episodes from new starts, greedy; {PoleCarts.Longest} is the longest possible:"));
        var table = new Table().RoundedBorder().AddColumn("policy");
        foreach (var column in (string[])["mean", "median", "shortest", "stood to the end"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var policy in policies)
        {
            string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
            table.AddRow(
                policy.Name, Number(policy.Lengths.Average()), Number(policy.Lengths.Order().ElementAt(TestCarts / 2)), Number(policy.Lengths.Min()),
                (policy.Lengths.Count(length => length == PoleCarts.Longest) / (double)TestCarts).ToString("0 %", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    static Line Line(Trained policy, string color) => new(policy.Name, color, policy.Curve);

    static Line Pole(Trained policy, string color) => new(policy.Name, color, [.. policy.Angles.Select((angle, t) => ((double)t, angle))]);
}
