using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Generators.Caching;

/// <summary>The names in code: what its meaning can depend on.</summary>
internal static class FileNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> Known = new();

    /// <summary>All names in a file, bodies included.</summary>
    public static IReadOnlyCollection<string> Of(SyntaxTree tree, CancellationToken cancellation) =>
        Known.GetValue(tree, file => new HashSet<string>(In(file.GetRoot(cancellation)), StringComparer.Ordinal));

    public static IEnumerable<string> In(SyntaxNode node) => node.DescendantTokens().Where(IsName).Select(token => token.ValueText);

    public static bool IsName(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken);
}
