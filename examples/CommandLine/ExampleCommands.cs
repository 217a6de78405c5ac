using System.CommandLine;
using Spectre.Console;

namespace FluentRnn.Examples.CommandLine;

/// <summary>The command line: one command an example; the first example also runs when none is named.</summary>
static class ExampleCommands
{
    const int Failed = 1, WrongArguments = 2, WidthOfFiles = 160;

    /// <summary>Runs what the arguments ask for, and returns the exit code.</summary>
    public static int Run(IReadOnlyList<IExample> examples, string[] args)
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder for weights and plots.",
            DefaultValueFactory = _ => new DirectoryInfo(OutputFolder.Default()),
            Recursive = true,
        };

        var root = new RootCommand($"The examples of FluentRnn. Without a command: {examples[0].Name}.") { output };
        Attach(root, examples[0]);
        foreach (var example in examples)
        {
            var command = new Command(example.Name, example.Description);
            Attach(command, example);
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists the examples and their options.");
        return WrongArguments;

        void Attach(Command command, IExample example)
        {
            foreach (var option in example.Options)
                command.Options.Add(option);
            command.SetAction(arguments => RunOne(example, arguments, arguments.GetRequiredValue(output).FullName));
        }
    }

    static int RunOne(IExample example, ParseResult arguments, string outputFolder)
    {
        // A file or a pipe has no width: lines are as long as they are.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfFiles;

        try
        {
            example.Run(arguments, new Session(AnsiConsole.Console, outputFolder));
            return 0;
        }
        catch (Exception exception) when (exception is ExampleException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return Failed;
        }
    }
}
