using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>Edits of anonymous objects, the form that groups of slots and results have.</summary>
internal static class AnonymousObjects
{
    /// <summary>The name of a member: written, or taken from its expression as the C# compiler does.</summary>
    public static string? NameOf(AnonymousObjectMemberDeclaratorSyntax member) => member switch
    {
        { NameEquals: { } written } => written.Name.Identifier.ValueText,
        { Expression: IdentifierNameSyntax name } => name.Identifier.ValueText,
        { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.ValueText,
        { Expression: ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } } => binding.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The object without some of its members.</summary>
    public static AnonymousObjectCreationExpressionSyntax Without(AnonymousObjectCreationExpressionSyntax node, ISet<string> names)
    {
        var left = node.Initializers.Where(member => NameOf(member) is not { } name || !names.Contains(name)).ToList();
        return WithMembers(node, left);
    }

    /// <summary>The object with these members, laid out as its own are: one a line, or all on one.</summary>
    public static AnonymousObjectCreationExpressionSyntax WithMembers(
        AnonymousObjectCreationExpressionSyntax node, IReadOnlyList<AnonymousObjectMemberDeclaratorSyntax> members)
    {
        var old = node.Initializers;
        if (old.Count == 0 || members.Count == 0)
        {
            return node.WithInitializers(SeparatedList(members));
        }

        // Every kept member keeps the comma after it with its comment; new ones take the layout of the first.
        var separators = members.Take(members.Count - 1).Select(member =>
        {
            var index = old.IndexOf(member);
            return index >= 0 && index < old.SeparatorCount ? old.GetSeparator(index)
                : old.SeparatorCount > 0 ? Token(SyntaxKind.CommaToken).WithTrailingTrivia(old.GetSeparator(0).TrailingTrivia.Where(IsLayout))
                : Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        }).ToList();
        var laidOut = members.Select((member, index) => member
            .WithLeadingTrivia(index == 0 ? old[0].GetLeadingTrivia() : LeadingOf(member, old))
            .WithTrailingTrivia(index == members.Count - 1 ? old.Last().GetTrailingTrivia() : member.GetTrailingTrivia().Where(trivia => !IsLayout(trivia))));
        return node.WithInitializers(SeparatedList(laidOut, separators));
    }

    private static IEnumerable<SyntaxTrivia> LeadingOf(AnonymousObjectMemberDeclaratorSyntax member, SeparatedSyntaxList<AnonymousObjectMemberDeclaratorSyntax> old) =>
        old.IndexOf(member) > 0 ? member.GetLeadingTrivia()
        : old.Count > 1 ? old[1].GetLeadingTrivia().Where(IsLayout)
        : [];

    private static bool IsLayout(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
