using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>Names and line ends as they must be written.</summary>
internal static class Names
{
    /// <summary>The identifier, with @ when it is a keyword.</summary>
    public static SyntaxToken Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) is SyntaxKind.AwaitKeyword or SyntaxKind.FieldKeyword
            ? SyntaxFactory.VerbatimIdentifier(default, name, name, default)
            : SyntaxFactory.Identifier(name);

    /// <summary>The end of a line in this file.</summary>
    public static string EndOfLine(SyntaxNode root)
    {
        var first = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return first == default ? "\n" : first.ToString();
    }

    /// <summary>Whether a simple name means, at this position, a member of that type.</summary>
    public static bool IsImported(SemanticModel model, int position, string name, string containingType) =>
        model.LookupSymbols(position, name: name).Any(symbol => symbol.ContainingType?.ToDisplayString() == containingType);
}
