using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.Caching;

/// <summary>What a file declares, as other files can see it: all of it but the bodies of its members. Known from its syntax alone.</summary>
internal sealed class FileDeclarations
{
    /// <summary>What a file declares that speaks to every file, whatever names it mentions.</summary>
    public const string Everywhere = "";

    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> Known = new();

    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mentioned = new(StringComparer.Ordinal);

    private FileDeclarations(SyntaxNode file)
    {
        var text = new StringBuilder();
        foreach (var part in file.DescendantNodesAndTokens(static node => !IsBody(node)))
        {
            if (part.AsNode() is { } node)
            {
                _names.UnionWith(NamesOf(node));
                if (node is BaseNamespaceDeclarationSyntax)
                {
                    _namespaces.UnionWith(NamespacesOf(node));
                }

                Write(text, IsBody(node) ? "{}" : string.Empty);
            }
            else
            {
                var token = part.AsToken();
                if (FileNames.IsName(token))
                {
                    _mentioned.Add(token.ValueText);
                }

                Write(text, token.Text);
            }

            if (part.ContainsDirectives && (part.IsToken || IsBody(part.AsNode()!)))
            {
                WriteNullability(text, part);
            }
        }

        using var hash = SHA256.Create();
        Fingerprint = Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Equal for files that declare the same, and with high probability for no others.</summary>
    public string Fingerprint { get; }

    /// <summary>The namespaces in the file: that there are such names, whatever is in them.</summary>
    public IReadOnlyCollection<string> Namespaces => _namespaces;

    /// <summary>The names under which code elsewhere comes to the file: its types, and <see cref="Everywhere"/>.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>The names in the declarations.</summary>
    public IReadOnlyCollection<string> Mentioned => _mentioned;

    public static FileDeclarations Of(SyntaxTree tree, CancellationToken cancellation) =>
        Known.GetValue(tree, file => new FileDeclarations(file.GetRoot(cancellation)));

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    private static IEnumerable<string> NamesOf(SyntaxNode node) => node switch
    {
        ExtensionBlockDeclarationSyntax => [Everywhere],
        // C# looks for types of its own in System: Index, Range, the attributes of nullability.
        BaseNamespaceDeclarationSyntax space when FileNames.In(space.Name).FirstOrDefault() == nameof(System) => [Everywhere],
        BaseTypeDeclarationSyntax type => NamesOfType(type.Identifier.ValueText),
        DelegateDeclarationSyntax type => NamesOfType(type.Identifier.ValueText),
        ParameterSyntax parameter when parameter.Modifiers.Any(SyntaxKind.ThisKeyword) => [Everywhere],
        UsingDirectiveSyntax { GlobalKeyword.RawKind: not 0 } => [Everywhere],
        GlobalStatementSyntax => ["Program"],
        AttributeTargetSpecifierSyntax { Identifier.ValueText: "assembly" or "module" } => [Everywhere],
        _ => [],
    };

    /// <summary>A namespace and those around it: A.B and A for <c>namespace A.B</c>.</summary>
    private static IEnumerable<string> NamespacesOf(SyntaxNode node)
    {
        var parts = node.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().SelectMany(space => FileNames.In(space.Name)).ToList();
        return parts.Select((_, i) => string.Join(".", parts.Take(i + 1)));
    }

    private static IEnumerable<string> NamesOfType(string name) =>
        name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? [name, name.Substring(0, name.Length - nameof(Attribute).Length)] : [name];

    private static void WriteNullability(StringBuilder text, SyntaxNodeOrToken part)
    {
        var trivia = part.AsNode() is { } node ? node.DescendantTrivia() : part.GetLeadingTrivia().Concat(part.GetTrailingTrivia());
        foreach (var directive in trivia.Where(trivia => trivia.IsKind(SyntaxKind.NullableDirectiveTrivia)))
        {
            Write(text, directive.ToString());
        }
    }

    private static void Write(StringBuilder text, string part)
    {
        if (part.Length > 0)
        {
            text.Append(part).Append('\0');
        }
    }
}
