using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>FRNN041: makes the field that the step reads <c>readonly</c>. Not offered where something other than a constructor writes the field.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeFieldReadonlyFix)), Shared]
public sealed class MakeFieldReadonlyFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN041"];

    private protected override string Title => "Make the field readonly";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        DeclarationOf(diagnostic, cancellation) is { Declaration.Variables: [var variable] } declaration
        && !declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
        && !declaration.Modifiers.Any(SyntaxKind.ConstKeyword)
        && declaration.Parent is TypeDeclarationSyntax type
        && !IsWritten(variable.Identifier.ValueText, declaration.Modifiers.Any(SyntaxKind.StaticKeyword), type);

    private protected override async Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var fields = diagnostics.Select(diagnostic => DeclarationOf(diagnostic, cancellation)!).Distinct();
        foreach (var field in fields)
        {
            var declaring = document.OriginalDocument.Project.Solution.GetDocument(field.SyntaxTree);
            if (declaring is null)
            {
                continue; // a linked or generated file: nothing to edit
            }

            var editor = await solution.GetDocumentEditorAsync(declaring.Id, cancellation).ConfigureAwait(false);
            var original = editor.OriginalRoot.FindNode(field.Span).FirstAncestorOrSelf<FieldDeclarationSyntax>()!;
            editor.ReplaceNode(original, (current, _) => MadeReadonly((FieldDeclarationSyntax)current));
        }
    }

    private static FieldDeclarationSyntax MadeReadonly(FieldDeclarationSyntax field)
    {
        if (field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
        {
            return field; // read in two containers of two documents
        }

        var index = field.Modifiers.IndexOf(SyntaxKind.VolatileKeyword);
        if (index < 0)
        {
            return Modifiers.Append(field, SyntaxKind.ReadOnlyKeyword);
        }

        var replaced = field.Modifiers[index];
        return field.ReplaceToken(replaced, SyntaxFactory.Token(replaced.LeadingTrivia, SyntaxKind.ReadOnlyKeyword, replaced.TrailingTrivia));
    }

    private static FieldDeclarationSyntax? DeclarationOf(Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.AdditionalLocations is [{ SourceTree: { } tree } location, ..]
            ? tree.GetRoot(cancellation).FindNode(location.SourceSpan).FirstAncestorOrSelf<FieldDeclarationSyntax>()
            : null;

    /// <summary>By name only: a local of the same name that is written keeps the fix from being offered, which does no harm.</summary>
    private static bool IsWritten(string field, bool isStatic, TypeDeclarationSyntax type) => type
        .DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.ValueText == field)
        .Any(name => IsTarget(name) && !IsInConstructor(name, isStatic));

    private static bool IsTarget(IdentifierNameSyntax name)
    {
        ExpressionSyntax target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target,
            PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression),
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword)
                || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
                || IsDeconstructed(argument),
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    private static bool IsDeconstructed(ArgumentSyntax argument) =>
        argument.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Left: TupleExpressionSyntax left } && left.Span.Contains(argument.Span);

    private static bool IsInConstructor(SyntaxNode node, bool isStatic) =>
        node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor
        && constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic
        && node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null;
}
