using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Dates;

/// <summary>Learns to read dates as people write them, in many languages, and writes them as ISO dates.</summary>
sealed class DatesExample : IExample
{
    const int TestCount = 5000;
    const string Picture = "dates.attention.svg";

    readonly Option<string[]> read = new("--read")
    {
        Description = "Read this text with the weights saved by an earlier run, and train nothing. May be given several times.",
        HelpName = "text",
    };

    readonly Option<int> steps = NumberOption.Create("--steps", "How many batches to train.", new DateTraining().Steps, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights and data.", new DateTraining().Seed, least: 0);

    public string Name => "dates";

    public string Description => "Read dates in many languages: encoder, attention, decoder.";

    public IReadOnlyList<Option> Options => [read, steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        if (arguments.GetValue(read) is { Length: > 0 } texts)
            ReadWithSavedWeights(texts, session);
        else
            TrainAndShow(new DateTraining(arguments.GetRequiredValue(steps), arguments.GetRequiredValue(seed)), session);
    }

    static void ReadWithSavedWeights(IEnumerable<string> texts, Session session)
    {
        using var reader = DateReaderFile.Load(session.OutputFolder);
        foreach (var (i, text) in texts.Index())
            Show(Read(reader, text), i == 0 ? Picture : Path.ChangeExtension(Picture, Invariant($"{i + 1}.svg")), session);
    }

    static Reading Read(DateReader reader, string text)
    {
        try
        {
            return Reading.Of(reader, text);
        }
        catch (FormatException exception)
        {
            throw new ExampleException(exception.Message, exception);
        }
    }

    static void TrainAndShow(DateTraining training, Session session)
    {
        // A folder that cannot be written to is found now, not after the training.
        Directory.CreateDirectory(session.OutputFolder);

        // The matrices of a step are small: a second thread would cost more than it brings.
        set_num_threads(1);
        manual_seed(training.Seed);
        var sampler = new DateSampler(FindLanguages());
        using var reader = new DateReader(Alphabet.Of(sampler.Languages));
        var layouts = sampler.Languages.Sum(language => language.TrainedLayouts.Length);
        session.Console.WriteLine(Invariant($"{sampler.Languages.Length} languages, {layouts} layouts, {reader.Alphabet.Count} characters, {reader.parameters().Sum(p => p.numel()):#,0} weights."));

        var steps = 0;
        var clock = Stopwatch.StartNew();
        TrainingProgress.Show(session.Console, training.Steps,
            (report, cancellation) => steps = new DateTrainer(reader, sampler, training).Train(report, cancellation));
        clock.Stop();
        var path = DateReaderFile.Save(reader, session.OutputFolder);
        var stopped = steps < training.Steps ? Invariant($" (stopped before step {training.Steps})") : "";
        session.Console.WriteLine(Invariant($"Trained {steps} steps in {clock.Elapsed.TotalSeconds:0.0} s{stopped}; weights in {Session.Shown(path)}."));

        Examine(reader, sampler, session.Console);
        ReadingTable.Write(session.Console, reader, sampler, new Random(training.Seed));
        Show(Reading.Of(reader, Longest(sampler, new Random(training.Seed)).Text), Picture, session);
    }

    static ImmutableArray<DateLanguage> FindLanguages()
    {
        try
        {
            return DateLanguages.Find();
        }
        catch (NotSupportedException exception)
        {
            throw new ExampleException(exception.Message, exception);
        }
    }

    /// <summary>The two figures. The examples are always the same, whatever the seed of the training.</summary>
    static void Examine(DateReader reader, DateSampler sampler, IAnsiConsole console)
    {
        var random = new Random(20240307);
        var unseenDates = Enumerable.Range(0, TestCount).Select(_ => sampler.Test(random)).ToList();
        var unseenLayouts = Enumerable.Range(0, TestCount).Select(_ => sampler.HeldOut(random)).ToList();
        console.WriteLine(Invariant($"Exact match on {TestCount} texts, free running:"));
        console.WriteLine(Invariant($"  {ExactMatch.Share(reader, unseenDates),8:0.00 %}  dates never trained on"));
        console.WriteLine(Invariant($"  {ExactMatch.Share(reader, unseenLayouts),8:0.00 %}  the same, in a layout never trained on in that language"));
    }

    /// <summary>The longest of some test texts that still fits a terminal: it has the most to look at.</summary>
    static DateExample Longest(DateSampler sampler, Random random) =>
        Enumerable.Range(0, 200).Select(_ => sampler.Test(random)).Where(example => example.Text.Length <= 30).MaxBy(example => example.Text.Length);

    static void Show(Reading reading, string picture, Session session)
    {
        session.Console.WriteLine(reading.IsDate ? $"{reading.Text}  →  {reading.Iso}" : $"{reading.Text}  →  {reading.Iso}, which is no date: the text is not one, or not one the network understands.");
        var map = reading.ToHeatMap();
        HeatMapTerminal.Write(session.Console, map);
        var path = session.PathOf(picture);
        HeatMapSvg.Save(map, path);
        session.Console.WriteLine($"The same as a picture: {Session.Shown(path)}");
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
