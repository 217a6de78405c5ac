using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>Teaches a neural Turing machine to copy short sequences, and asks what it and an LSTM make of longer ones.</summary>
sealed class CopyExample : IExample
{
    const int Hidden = 64, Slots = 40, Width = 10;

    readonly Option<int> steps = NumberOption.Create("--steps", "How many batches to train each network.", new CopyTraining().Steps, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights and data.", new CopyTraining().Seed, least: 0);

    public string Name => "copy";

    public string Description => "Copy sequences with a neural Turing machine, up to three times as long as those it was trained on.";

    public IReadOnlyList<Option> Options => [steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        // A folder that cannot be written to is found now, not after the training.
        Directory.CreateDirectory(session.OutputFolder);

        // The matrices of a step are small: a second thread would cost more than it brings.
        set_num_threads(1);
        var training = new CopyTraining(arguments.GetRequiredValue(steps), arguments.GetRequiredValue(seed));
        manual_seed(training.Seed);
        using var machine = new NeuralTuringMachine(CopyBatch.Inputs, CopyBatch.Bits, Hidden, Slots, Width);
        var turing = new Copier("NTM", machine, input => machine.call(input).Logits);
        using var cell = CopyLstm.OfSize(CopyBatch.Inputs, CopyBatch.Bits, turing.Weights);
        var lstm = new Copier("LSTM", cell, input => cell.call(input).Logits);

        ImmutableArray<Copier> copiers = [turing, lstm];
        foreach (var copier in copiers)
            Train(copier, training, session.Console);
        WriteTable(session.Console, copiers);
        Plot(session, copiers);
        Show(session, HeadMovements.Of(machine, 2 * CopyTraining.Longest));
    }

    static void Train(Copier copier, CopyTraining training, IAnsiConsole console)
    {
        console.WriteLine(Invariant($"{copier.Name}, {copier.Weights:#,0} weights, trained on sequences of 1 to {CopyTraining.Longest} words of {CopyBatch.Bits} bits:"));
        var clock = Stopwatch.StartNew();
        TrainingProgress.Show(console, training.Steps, new CopyTrainer(copier, training).Train);
        console.WriteLine(Invariant($"{clock.Elapsed.TotalSeconds:0.0} s"));
    }

    static void WriteTable(IAnsiConsole console, ImmutableArray<Copier> copiers)
    {
        console.WriteLine("Bits wrong, by the number of words; guessing gets half of them wrong:");
        var table = new Table().RoundedBorder().AddColumn("words");
        foreach (var copier in copiers)
            table.AddColumn(new TableColumn(copier.Name).RightAligned());
        foreach (var length in (int[])[5, 10, 15, 20, 25, 30])
            table.AddRow([Invariant($"{length}"), .. copiers.Select(copier => Invariant($"{copier.BitsWrong(length):0.00 %}"))]);
        console.Write(table);
    }

    static void Plot(Session session, ImmutableArray<Copier> copiers)
    {
        string[] colors = ["#2171b5", "#e6550d"];
        var lines = copiers.Select((copier, i) => new Line(
            copier.Name, colors[i], [.. Enumerable.Range(1, 3 * CopyTraining.Longest).Select(length => ((double)length, 100 * copier.BitsWrong(length)))], Dashed: i > 0));
        var path = session.PathOf("copy.errors.svg");
        LineChartSvg.Save(new LineChart(Invariant($"Copying sequences, trained on up to {CopyTraining.Longest} words"), "words", "% of bits wrong", [.. lines]), path);
        session.Console.WriteLine(Session.Shown(path));
    }

    static void Show(Session session, HeadMovements movements)
    {
        foreach (var (map, name) in ((HeatMap, string)[])[(movements.Writes, "copy.writes.svg"), (movements.Reads, "copy.reads.svg")])
        {
            session.Console.WriteLine(map.Title);
            HeatMapTerminal.Write(session.Console, map);
            var path = session.PathOf(name);
            HeatMapSvg.Save(map, path);
            session.Console.WriteLine(Session.Shown(path));
        }
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
