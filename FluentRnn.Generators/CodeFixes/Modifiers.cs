using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>Adds modifiers, leaving comments and blank lines where they are.</summary>
internal static class Modifiers
{
    /// <summary>The declaration with one more modifier, after those it has.</summary>
    public static T Append<T>(T declaration, SyntaxKind modifier)
        where T : MemberDeclarationSyntax
    {
        var modifiers = declaration.Modifiers;
        if (modifiers.Count > 0)
        {
            return (T)declaration.WithModifiers(modifiers.Add(Token(TriviaList(), modifier, TriviaList(Space))));
        }

        // Attributes keep what stands before them; otherwise the modifier becomes the first word of the declaration.
        var first = declaration.AttributeLists.Count > 0
            ? declaration.AttributeLists.Last().GetLastToken().GetNextToken()
            : declaration.GetFirstToken();
        var bare = declaration.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)bare.WithModifiers(TokenList(Token(first.LeadingTrivia, modifier, TriviaList(Space))));
    }
}
