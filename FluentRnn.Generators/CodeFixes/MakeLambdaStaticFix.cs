using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>FRNN045: marks the lambda <c>static</c>, so that the C# compiler keeps it from capturing anything later.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeLambdaStaticFix)), Shared]
public sealed class MakeLambdaStaticFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN045"];

    private protected override string Title => "Make the lambda static";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        LambdaAt(node) is { } lambda && !lambda.Modifiers.Any(SyntaxKind.StaticKeyword);

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var diagnostic in diagnostics)
        {
            document.ReplaceNode(LambdaAt(NodeAt(document.OriginalRoot, diagnostic))!, (current, _) => MadeStatic((LambdaExpressionSyntax)current));
        }

        return Task.CompletedTask;
    }

    private static LambdaExpressionSyntax? LambdaAt(SyntaxNode node) => node.FirstAncestorOrSelf<LambdaExpressionSyntax>();

    private static LambdaExpressionSyntax MadeStatic(LambdaExpressionSyntax lambda)
    {
        var modifier = Token(lambda.GetLeadingTrivia(), SyntaxKind.StaticKeyword, TriviaList(Space));
        var bare = lambda.WithoutLeadingTrivia();
        return (LambdaExpressionSyntax)bare.WithModifiers(bare.Modifiers.Insert(0, modifier));
    }
}
