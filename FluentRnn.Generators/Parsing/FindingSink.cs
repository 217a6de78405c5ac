using System.Collections.Immutable;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Where findings go: the analyzer collects them with their place in the source, the generator drops them.</summary>
/// <param name="report">Called with the finding, its place, what a code fix needs to know, and a further place.</param>
/// <param name="places">Filled with the places of slots, modules and values.</param>
internal sealed class FindingSink(
    Action<Finding, SyntaxNode, ImmutableDictionary<string, string?>, SyntaxNode?>? report, SourceMap? places = null)
{
    /// <summary>The generator's sink: the analyzer tells the same findings, live in the editor.</summary>
    public static FindingSink None { get; } = new(null);

    /// <summary>Whether anybody listens.</summary>
    public bool Listens => report is not null;

    /// <summary>Where findings of the planner, which knows no source, are placed.</summary>
    public SourceMap? Places { get; } = places;

    public void Report(string id, SyntaxNode at, params string[] arguments) => Report(Finding.Of(id, arguments), at);

    public void Report(Finding finding, SyntaxNode at, ImmutableDictionary<string, string?>? properties = null, SyntaxNode? also = null) =>
        report?.Invoke(finding, at, properties ?? ImmutableDictionary<string, string?>.Empty, also);
}

/// <summary>
/// Thrown where the step cannot be read; caught at the container, whose step then runs as a plain loop over the user's lambda.
/// <see cref="Exception.Message"/> is the reason, as the end of a sentence that begins "because".
/// </summary>
internal sealed class UnreadableException(string reason, SyntaxNode at, Finding? finding = null) : Exception(reason)
{
    public SyntaxNode At { get; } = at;

    /// <summary>Whether the whole step is given up, also where a function could be called as it is instead of being walked.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The finding to report, or null when it was reported already.</summary>
    public Finding? Finding { get; } = finding;
}
