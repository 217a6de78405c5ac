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
/// FRNN033: chooses with <c>where</c> instead of a branch. <c>c ? a : b</c> becomes <c>where(c, a, b)</c>; an <c>if</c> whose branches set one
/// variable becomes one assignment; an <c>if</c> whose branches return becomes one return. Host reads in the condition are dropped:
/// <c>x.item&lt;float&gt;() > 0</c> becomes <c>x > 0</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseWhereFix)), Shared]
public sealed class UseWhereFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN033"];

    private protected override string Title => "Use 'where'";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        BranchAt(node) is { } branch
        && TensorCondition.Of(ConditionOf(branch)) is var condition
        && model.GetSpeculativeTypeInfo(branch.SpanStart, condition, SpeculativeBindingOption.BindAsExpression).Type?.Name == "Tensor"
        && Chosen(branch, Where(model, branch)) is not null;

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var branch in diagnostics.Select(diagnostic => BranchAt(NodeAt(document.OriginalRoot, diagnostic))!).Distinct())
        {
            var where = Where(document.SemanticModel, branch);
            document.ReplaceNode(branch, (current, _) => Chosen(current, where) ?? current);
        }

        return Task.CompletedTask;
    }

    /// <summary>The branch whose condition, or a part of it, is the node.</summary>
    private static SyntaxNode? BranchAt(SyntaxNode node) => node.AncestorsAndSelf()
        .TakeWhile(candidate => candidate is not MemberDeclarationSyntax)
        .FirstOrDefault(candidate => candidate is IfStatementSyntax or ConditionalExpressionSyntax && ConditionOf(candidate).Span.Contains(node.Span));

    private static ExpressionSyntax ConditionOf(SyntaxNode branch) => branch switch
    {
        IfStatementSyntax statement => statement.Condition,
        ConditionalExpressionSyntax expression => expression.Condition,
        _ => throw new ArgumentException("Not a branch.", nameof(branch)),
    };

    /// <summary>The branch written with <c>where</c>, or null when its form is none of those known.</summary>
    private static SyntaxNode? Chosen(SyntaxNode branch, string where) => branch switch
    {
        ConditionalExpressionSyntax { WhenTrue: var yes, WhenFalse: var no } expression =>
            Choice(where, expression.Condition, yes, no).WithTriviaFrom(expression),
        IfStatementSyntax statement => Chosen(statement, where),
        _ => null,
    };

    private static StatementSyntax? Chosen(IfStatementSyntax statement, string where) => (Single(statement.Statement), Single(statement.Else?.Statement)) switch
    {
        (ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax yes } first, ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax no })
            when IsSet(yes) && IsSet(no) && yes.Left.IsEquivalentTo(no.Left, topLevel: false) =>
            Assigned(first, yes, Choice(where, statement.Condition, yes.Right, no.Right)).WithTriviaFrom(statement),
        (ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax yes } first, null) when statement.Else is null && IsSet(yes) =>
            Assigned(first, yes, Choice(where, statement.Condition, yes.Right, yes.Left)).WithTriviaFrom(statement),
        (ReturnStatementSyntax { Expression: { } yes } first, ReturnStatementSyntax { Expression: { } no }) =>
            first.WithExpression(Choice(where, statement.Condition, yes, no)).WithTriviaFrom(statement),
        _ => null,
    };

    private static bool IsSet(AssignmentExpressionSyntax assignment) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Left is IdentifierNameSyntax;

    private static ExpressionStatementSyntax Assigned(ExpressionStatementSyntax statement, AssignmentExpressionSyntax assignment, ExpressionSyntax value) =>
        statement.WithExpression(assignment.WithRight(value));

    private static StatementSyntax? Single(StatementSyntax? statement) => statement switch
    {
        BlockSyntax { Statements: [var only] } => Single(only),
        BlockSyntax => null,
        _ => statement,
    };

    private static InvocationExpressionSyntax Choice(string where, ExpressionSyntax condition, ExpressionSyntax yes, ExpressionSyntax no)
    {
        var comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        var arguments = new[] { TensorCondition.Of(condition), yes, no }.Select(value => Argument(Bare(value)));
        return InvocationExpression(ParseExpression(where), ArgumentList(SeparatedList(arguments, [comma, comma])));
    }

    private static ExpressionSyntax Bare(ExpressionSyntax value) =>
        (value is ParenthesizedExpressionSyntax { Expression: var inner } ? inner : value).WithoutTrivia();

    /// <summary>The function's name as this place can write it.</summary>
    private static string Where(SemanticModel model, SyntaxNode branch) =>
        Names.IsImported(model, branch.SpanStart, "where", "TorchSharp.torch") ? "where"
        : model.LookupSymbols(branch.SpanStart, name: "torch").OfType<INamedTypeSymbol>().Any(type => type.ToDisplayString() == "TorchSharp.torch") ? "torch.where"
        : "global::TorchSharp.torch.where";
}
