using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>FRNN050, where the sizes fit once the right operand is transposed: <c>x.matmul(w)</c> becomes <c>x.matmul(w.t())</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TransposeOperandFix)), Shared]
public sealed class TransposeOperandFix : ContainerFix
{
    /// <summary>What TorchSharp calls the right operand of a product.</summary>
    private static readonly ImmutableHashSet<string> RightOperands = ["target", "mat2", "batch2", "weights"];

    private protected override ImmutableArray<string> Ids => ["FRNN050"];

    private protected override string Title => "Transpose the right operand";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        diagnostic.Properties.TryGetValue("Transpose", out var fits) && fits == "true" && OperandAt(node, model, cancellation) is not null;

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var diagnostic in diagnostics)
        {
            var (operand, isBatch) = OperandAt(NodeAt(document.OriginalRoot, diagnostic), document.SemanticModel, cancellation)!.Value;
            document.ReplaceNode(operand, (current, _) => Transposed((ExpressionSyntax)current, isBatch));
        }

        return Task.CompletedTask;
    }

    /// <summary>The right operand of the product, and whether it is a batch of matrices.</summary>
    private static (ExpressionSyntax Operand, bool IsBatch)? OperandAt(SyntaxNode node, SemanticModel model, CancellationToken cancellation) =>
        node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
        && model.GetOperation(call, cancellation) is IInvocationOperation product
        && product.Arguments.LastOrDefault(argument => argument.Parameter is { } parameter && RightOperands.Contains(parameter.Name)) is { } right
        && right.Syntax is ArgumentSyntax argument
            ? (argument.Expression, right.Parameter!.Name == "batch2")
            : null;

    private static ExpressionSyntax Transposed(ExpressionSyntax operand, bool isBatch)
    {
        if (operand is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "t", Expression: var matrix },
                ArgumentList.Arguments.Count: 0,
            })
        {
            return matrix.WithTriviaFrom(operand); // transposed once too often
        }

        var bare = operand.WithoutTrivia();
        var receiver = bare is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? bare
            : ParenthesizedExpression(bare);
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(isBatch ? "transpose" : "t")),
            isBatch ? ParseArgumentList("(1, 2)") : ArgumentList())
            .WithTriviaFrom(operand);
    }
}
