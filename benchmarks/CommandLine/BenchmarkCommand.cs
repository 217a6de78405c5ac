using System.CommandLine;
using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Generator;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using FluentRnn.Benchmarks.Report;
using Spectre.Console;

namespace FluentRnn.Benchmarks.CommandLine;

/// <summary>The command line: the networks, or with the command "generator" what compiling them costs.</summary>
static class BenchmarkCommand
{
    const int Failed = 1, WrongArguments = 2, WidthOfFiles = 200;
    const int UsualRounds = 15, QuickRounds = 5;
    static readonly TimeSpan UsualBudget = TimeSpan.FromSeconds(20), QuickBudget = TimeSpan.FromSeconds(2);

    static readonly Option<IReadOnlyList<Cell>?> Cells = ListOption.Create("--cells", "The cells", Cell.All, cell => cell.Name);
    static readonly Option<IReadOnlyList<Shape>?> Shapes = ListOption.Create("--shapes", "The shapes", Shape.All, shape => shape.Name);
    static readonly Option<IReadOnlyList<Mode>?> Modes = ListOption.Create("--modes", "What a call is", Enum.GetValues<Mode>(), mode => mode.ToString().ToLowerInvariant());
    static readonly Option<IReadOnlyList<string>?> Threads = ListOption.Create("--threads", "The numbers of threads, 1 and 2 unless told", ["1", "2", "4", "8", "16"], threads => threads);
    static readonly Option<IReadOnlyList<string>?> PeerList = ListOption.Create("--peers", "The peers", [.. PeerNames.All.Select(peer => peer.Name)], name => name);
    static readonly Option<int?> RoundCount = new("--rounds") { Description = $"Rounds; {UsualRounds} unless told.", HelpName = "number" };
    static readonly Option<bool> Quick = new("--quick") { Description = "Few rounds, to see whether all works: no figures to keep." };
    static readonly Option<bool> InputGradients = new("--input-gradients") { Description = "Training also computes the gradient of the sequence." };
    static readonly Option<bool> VerifyOnly = new("--verify-only") { Description = "Verifies results and gradients of all peers, and measures nothing." };
    static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "A folder for performance.md, performance.json and performance.svg.", HelpName = "folder" };
    static readonly Option<bool> Append = new("--append") { Description = "Keeps what the folder of --out has and this run does not measure again." };

    /// <summary>Runs what the arguments ask for, and returns the exit code.</summary>
    public static int Run(string[] args)
    {
        var root = new RootCommand("The benchmarks of FluentRnn.") { Cells, Shapes, Modes, Threads, PeerList, RoundCount, Quick, InputGradients, VerifyOnly, Out, Append };
        root.SetAction(arguments => Guarded(() => RunNetworks(arguments, args)));
        var generator = new Command("generator", "What the generator costs.");
        generator.SetAction(_ => Guarded(() => ConsoleReport.Write(GeneratorCost.Measure())));
        root.Subcommands.Add(generator);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists the options.");
        return WrongArguments;
    }

    static void RunNetworks(ParseResult arguments, string[] args)
    {
        var quick = arguments.GetValue(Quick);
        var selection = new Selection(
            arguments.GetValue(Cells) ?? Cell.All, arguments.GetValue(Shapes) ?? Shape.All, arguments.GetValue(Modes) ?? Enum.GetValues<Mode>(),
            [.. (arguments.GetValue(Threads) ?? ["1", "2"]).Select(int.Parse)], arguments.GetValue(PeerList) ?? [.. PeerNames.All.Select(peer => peer.Name)],
            arguments.GetValue(InputGradients));
        var suite = new Suite(selection, new(arguments.GetValue(RoundCount) ?? (quick ? QuickRounds : UsualRounds), quick ? QuickBudget : UsualBudget));

        if (arguments.GetValue(VerifyOnly))
        {
            foreach (var (cell, shape, threads, peer, error) in suite.Verify())
                Console.WriteLine(FormattableString.Invariant($"{cell,-10} {shape} {threads} {peer,-10} {error:0.0e+0}"));
            return;
        }

        var folder = arguments.GetValue(Out)?.FullName;
        var report = new BenchmarkReport(Machine.Here(args), [], quick ? null : GeneratorCost.Measure());
        if (folder is not null && arguments.GetValue(Append))
            report = BenchmarkReport.Load(folder).With(report);

        ConsoleReport.Write(report.Machine);
        foreach (var group in suite.Measure())
        {
            ConsoleReport.Write(group);
            report = report.With(group);

            // A long run that is cut off leaves what it has.
            if (folder is not null)
                report.Save(folder);
        }

        ConsoleReport.WriteTargets(report);
    }

    static int Guarded(Action action)
    {
        // A file or a pipe has no width: lines are as long as they are.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfFiles;

        try
        {
            action();
            return 0;
        }
        catch (Exception exception) when (exception is BenchmarkException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return Failed;
        }
    }
}
