using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>FRNN001: adds <c>partial</c> to the container and to every type around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeTypePartialFix)), Shared]
public sealed class MakeTypePartialFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN001"];

    private protected override string Title => "Make partial";

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var type in diagnostics
            .SelectMany(diagnostic => NodeAt(document.OriginalRoot, diagnostic).AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Distinct())
        {
            document.ReplaceNode(type, (current, _) => Modifiers.Append((TypeDeclarationSyntax)current, SyntaxKind.PartialKeyword));
        }

        return Task.CompletedTask;
    }
}
