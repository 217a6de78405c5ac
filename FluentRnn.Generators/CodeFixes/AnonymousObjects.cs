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

    /// <summary>The object without some of its members; a comment behind a member goes with it.</summary>
    public static AnonymousObjectCreationExpressionSyntax Without(AnonymousObjectCreationExpressionSyntax node, ISet<string> names) =>
        WithMembers(node, [.. node.Initializers.Where(member => NameOf(member) is not { } name || !names.Contains(name))]);

    /// <summary>
    /// The object with these members, its own or new ones. Own members keep their commas and comments, new ones are laid out as the others are:
    /// one a line, or all on one.
    /// </summary>
    public static AnonymousObjectCreationExpressionSyntax WithMembers(
        AnonymousObjectCreationExpressionSyntax node, IReadOnlyList<AnonymousObjectMemberDeclaratorSyntax> members)
    {
        var old = node.Initializers;
        if (old.Count == 0 || members.Count == 0)
        {
            return node.WithInitializers(SeparatedList(members));
        }

        var layout = Layout.Of(old);
        var nodes = new List<AnonymousObjectMemberDeclaratorSyntax>();
        var commas = new List<SyntaxToken>();
        for (var i = 0; i < members.Count; i++)
        {
            var index = old.IndexOf(members[i]);
            var comma = index >= 0 && index < old.SeparatorCount ? old.GetSeparator(index) : (SyntaxToken?)null;
            var member = members[i].WithLeadingTrivia(i == 0 ? layout.First : index > 0 ? members[i].GetLeadingTrivia() : layout.Between);
            if (i < members.Count - 1 || layout.EndsWithComma)
            {
                // What stood behind the member stands behind the comma it gets.
                commas.Add(comma ?? Token(SyntaxKind.CommaToken).WithTrailingTrivia(index >= 0 && layout.IsMultiLine ? member.GetTrailingTrivia() : layout.AfterComma));
                member = comma is null ? member.WithoutTrailingTrivia() : member;
            }
            else
            {
                member = comma is { } dropped && layout.IsMultiLine ? member.WithTrailingTrivia(dropped.TrailingTrivia)
                    : index == old.Count - 1 ? member
                    : member.WithTrailingTrivia(layout.Last);
            }

            nodes.Add(member);
        }

        return node.WithInitializers(SeparatedList(nodes, commas));
    }

    /// <summary>How the members of an object are laid out.</summary>
    /// <param name="IsMultiLine">One member a line.</param>
    /// <param name="EndsWithComma">A comma behind the last member.</param>
    /// <param name="First">What stands before the first member.</param>
    /// <param name="Between">What stands before each other member.</param>
    /// <param name="AfterComma">What stands behind a comma.</param>
    /// <param name="Last">What stands behind the last member.</param>
    private sealed record Layout(
        bool IsMultiLine, bool EndsWithComma, SyntaxTriviaList First, SyntaxTriviaList Between, SyntaxTriviaList AfterComma, SyntaxTriviaList Last)
    {
        public static Layout Of(SeparatedSyntaxList<AnonymousObjectMemberDeclaratorSyntax> members)
        {
            var before = members[0].GetFirstToken().GetPreviousToken();
            var endOfLine = before.TrailingTrivia.FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            var indent = members[0].GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
            var isMultiLine = endOfLine != default;
            return new Layout(
                isMultiLine,
                members.SeparatorCount == members.Count,
                members[0].GetLeadingTrivia(),
                isMultiLine ? TriviaList(indent) : TriviaList(),
                isMultiLine ? TriviaList(endOfLine) : TriviaList(Space),
                members.Last().GetTrailingTrivia());
        }
    }
}
