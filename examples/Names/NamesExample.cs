using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Names;

/// <summary>Learns how types of .NET are called, and makes up names of its own: greedily, by chance, and by beam search.</summary>
sealed class NamesExample : IExample
{
    const int Embedding = 32, Hidden = 192;
    const double TopP = 0.95;

    static readonly ImmutableArray<string> Beginnings = ["Http", "Async", "Xml", "Type", "Safe", "Re"];

    readonly Option<int> steps = NumberOption.Create("--steps", "How many batches to train.", new NameTraining().Steps, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights, order and drawing.", new NameTraining().Seed, least: 0);

    public string Name => "names";

    public string Description => "Make up names of .NET types: greedy, sampling, beam search.";

    public IReadOnlyList<Option> Options => [steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        var training = new NameTraining(arguments.GetRequiredValue(steps), arguments.GetRequiredValue(seed));
        Directory.CreateDirectory(session.OutputFolder);

        // The matrices of a step are small: a second thread would cost more than it brings.
        set_num_threads(1);
        manual_seed(training.Seed);
        var names = TypeNames.Find();
        using var writer = new NameWriter(NameTokens.Count, Embedding, Hidden);
        session.Console.WriteLine(Invariant($"{names.Training.Length} names to learn from, {names.HeldOut.Length} held out, {writer.parameters().Sum(p => p.numel()):#,0} weights."));

        var curve = Train(writer, names, training, session.Console);
        writer.eval();
        var baselines = ((int[])[0, 2, 4]).Select(order => (Order: order, Bits: new CharacterModel(order, names.Training).BitsPerCharacter(names.HeldOut))).ToImmutableArray();
        WriteBits(session.Console, baselines, NameModel.BitsPerCharacter(writer, names.HeldOut));
        Stream(writer, training.Seed, session.Console);
        WriteSideBySide(writer, training.Seed, session.Console);
        WriteShares(WrittenNames.Sample(writer, 1000, TopP, training.Seed), names, session.Console);
        Plot(curve, baselines, session);
    }

    static ImmutableArray<(int Step, double Bits)> Train(NameWriter writer, TypeNames names, NameTraining training, IAnsiConsole console)
    {
        ImmutableArray<(int, double)> curve = [];
        var clock = Stopwatch.StartNew();
        TrainingProgress.Show(console, training.Steps, (report, cancellation) => curve = new NameTrainer(writer, names, training).Train(report, cancellation));
        console.WriteLine(Invariant($"Trained in {clock.Elapsed.TotalSeconds:0.0} s."));
        return curve;
    }

    static void WriteBits(IAnsiConsole console, ImmutableArray<(int Order, double Bits)> baselines, double writer)
    {
        console.WriteLine("Bits a character of the names held out:");
        foreach (var (order, bits) in baselines)
            console.WriteLine(Invariant($"  {bits,6:0.000}  {Described(order)}, smoothed"));
        console.WriteLine(Invariant($"  {writer,6:0.000}  the network"));
    }

    /// <summary>Names, character by character: each is on the screen before the next is computed.</summary>
    static void Stream(NameWriter writer, int seed, IAnsiConsole console)
    {
        console.WriteLine("Some names:");
        for (var i = 0; i < 8; i++)
        {
            console.Write("  ");
            foreach (var step in writer.Decode(new(Batch: 1), steps: TypeNames.Longest, end: NameTokens.End).EnumerateSample(topP: TopP, seed: seed + i))
            {
                if (!step.Ended[0])
                    console.Write(NameTokens.Read(step.Tokens[0]).ToString());
            }

            console.WriteLine();
        }
    }

    static void WriteSideBySide(NameWriter writer, int seed, IAnsiConsole console)
    {
        var table = new Table().RoundedBorder().AddColumns("beginning", "greedy", Invariant($"drawn, top-p {TopP}"), "beam of 8, the best three");
        foreach (var (row, beginning) in Beginnings.Index())
        {
            using var scope = NewDisposeScope();
            var decoding = writer.Decode(new(NameModel.After(writer, beginning)), steps: TypeNames.Longest, end: NameTokens.End);
            var drawn = Enumerable.Range(seed + (3 * row), 3).Select(i => decoding.Sample(topP: TopP, seed: i).Tokens);
            table.AddRow(
                beginning,
                Written(beginning, [decoding.Greedy().Tokens]),
                Written(beginning, drawn),
                Written(beginning, [decoding.NBest(3, width: 8).Tokens]));
        }

        console.Write(table);
    }

    /// <summary>A beginning, with what each row of these tokens adds to it.</summary>
    static string Written(string beginning, IEnumerable<Tensor> decoded) => string.Join(' ', decoded
        .SelectMany(tokens => tokens.data<long>().ToArray().Chunk((int)tokens.shape[^1]))
        .Select(row => beginning + NameTokens.Read(row)));

    static void WriteShares(WrittenNames written, TypeNames names, IAnsiConsole console)
    {
        console.WriteLine(Invariant($"Of {written.Names.Length} names drawn with top-p {TopP}:"));
        console.WriteLine(Invariant($"  {written.New(names),7:0.0 %}  are no names of .NET"));
        console.WriteLine(Invariant($"  {written.WellFormed(),7:0.0 %}  are words in upper camel case"));
        console.WriteLine(Invariant($"  {written.OfKnownWords(names),7:0.0 %}  are made of words of the training names only"));
    }

    static void Plot(ImmutableArray<(int Step, double Bits)> curve, ImmutableArray<(int Order, double Bits)> baselines, Session session)
    {
        if (curve.IsEmpty)
            return;
        string[] colors = ["#bdbdbd", "#31a354", "#e6550d"];
        var last = curve[^1].Step;
        var chart = new LineChart(
            "How well the names held out are known",
            "batches trained",
            "bits a character",
            [
                new Line("network", "#2171b5", [.. curve.Select(point => ((double)point.Step, point.Bits))]),
                .. baselines.Select((baseline, i) => new Line(Described(baseline.Order), colors[i], [(curve[0].Step, baseline.Bits), (last, baseline.Bits)], Dashed: true)),
            ]);
        var path = session.PathOf("names.svg");
        LineChartSvg.Save(chart, path);
        session.Console.WriteLine(Session.Shown(path));
    }

    static string Described(int order) => order == 0 ? "frequencies alone" : Invariant($"after {order} characters");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
