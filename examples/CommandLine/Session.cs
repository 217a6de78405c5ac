using Spectre.Console;

namespace FluentRnn.Examples.CommandLine;

/// <summary>What an example runs in.</summary>
/// <param name="Console">Where it writes.</param>
/// <param name="OutputFolder">Where its files go.</param>
sealed record Session(IAnsiConsole Console, string OutputFolder)
{
    /// <summary>The path of a file in the output folder.</summary>
    public string PathOf(string name) => Path.Combine(OutputFolder, name);

    /// <summary>The path as a person in the current folder would write it.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
