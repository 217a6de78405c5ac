using System.CommandLine;

namespace FluentRnn.Examples.CommandLine;

/// <summary>One job of this program.</summary>
interface IExample
{
    /// <summary>The word that runs it.</summary>
    string Name { get; }

    /// <summary>What it shows, for <c>--help</c>.</summary>
    string Description { get; }

    /// <summary>The options it understands.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Runs the example.</summary>
    /// <exception cref="ExampleException">It could not be done; the message is a sentence for the user.</exception>
    void Run(ParseResult arguments, Session session);
}
