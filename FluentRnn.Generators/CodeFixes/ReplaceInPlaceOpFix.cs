using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>
/// FRNN035: <c>x.relu_()</c> becomes <c>x.relu()</c>; a statement <c>x.add_(y);</c> becomes <c>x = x.add(y);</c> where x can be assigned,
/// and <c>relu(x, inplace: true)</c> becomes <c>relu(x)</c>. Offered where the operation without the underscore exists.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceInPlaceOpFix)), Shared]
public sealed class ReplaceInPlaceOpFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN035"];

    private protected override string Title => "Use the operation that is not in place";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        CallAt(node) is { } call
        && NameOf(call) is { } name
        && (FlagOf(call) is not null || HasTwin(name.Identifier.ValueText, model.GetSymbolInfo(call, cancellation).Symbol as IMethodSymbol))
        && (call.Parent is not ExpressionStatementSyntax || TargetOf(call, model, cancellation) is not null);

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var call in diagnostics.Select(diagnostic => CallAt(NodeAt(document.OriginalRoot, diagnostic))!))
        {
            var target = call.Parent is ExpressionStatementSyntax ? TargetOf(call, document.SemanticModel, cancellation) : null;
            document.ReplaceNode(call, (current, _) => target is null
                ? Renamed((InvocationExpressionSyntax)current)
                : AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression,
                    IdentifierName(target.Identifier.WithoutTrivia()).WithTrailingTrivia(Space),
                    Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
                    Renamed((InvocationExpressionSyntax)current).WithoutLeadingTrivia())
                    .WithLeadingTrivia(current.GetLeadingTrivia()));
        }

        return Task.CompletedTask;
    }

    private static InvocationExpressionSyntax? CallAt(SyntaxNode node) => node.FirstAncestorOrSelf<InvocationExpressionSyntax>();

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static string WithoutUnderscore(string name) => name.TrimEnd('_');

    /// <summary>The argument <c>inplace: true</c>.</summary>
    private static ArgumentSyntax? FlagOf(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.FirstOrDefault(argument =>
        argument.NameColon?.Name.Identifier.ValueText == "inplace" && argument.Expression.IsKind(SyntaxKind.TrueLiteralExpression));

    private static bool HasTwin(string name, IMethodSymbol? method) =>
        name.EndsWith("_", StringComparison.Ordinal)
        && method is not null
        && method.ContainingType.GetMembers(WithoutUnderscore(name)).OfType<IMethodSymbol>().Any(other => SameForm(method, other));

    /// <summary>The operation out of place takes at least as many parameters: the in-place form may lack an option such as <c>dtype</c>.</summary>
    private static bool SameForm(IMethodSymbol inPlace, IMethodSymbol other) =>
        other.IsStatic == inPlace.IsStatic && other.Parameters.Length >= inPlace.Parameters.Length;

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call)
    {
        if (FlagOf(call) is { } flag)
        {
            return call.RemoveNode(flag, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        var name = NameOf(call)!;
        return call.ReplaceNode(name, name.WithIdentifier(Identifier(
            name.Identifier.LeadingTrivia, WithoutUnderscore(name.Identifier.ValueText), name.Identifier.TrailingTrivia)));
    }

    /// <summary>The tensor changed by a statement, when it is a local, or a parameter of a function of the user's own, that can be assigned.</summary>
    private static IdentifierNameSyntax? TargetOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation)
    {
        var changed = model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { IsStatic: true }
            ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression
            : (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        return changed is IdentifierNameSyntax name
            && model.GetSymbolInfo(name, cancellation).Symbol is ILocalSymbol { IsConst: false, RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None }
            ? name
            : null;
    }
}
