using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>A condition on values read from tensors, written as a condition on the tensors.</summary>
internal static class TensorCondition
{
    /// <summary>Without host reads, and with the operators of tensors: <c>a.item&lt;float&gt;() > 0 &amp;&amp; !b.item&lt;bool&gt;()</c> becomes <c>(a > 0) &amp; ~b</c>.</summary>
    public static ExpressionSyntax Of(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax parenthesized => Parenthesized(Of(parenthesized.Expression)),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not =>
            PrefixUnaryExpression(SyntaxKind.BitwiseNotExpression, Parenthesized(Of(not.Operand))),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Binary(SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken, and),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or => Binary(SyntaxKind.BitwiseOrExpression, SyntaxKind.BarToken, or),
        BinaryExpressionSyntax comparison => comparison.WithLeft(Read(comparison.Left)).WithRight(Read(comparison.Right)),
        _ => Read(condition),
    };

    /// <summary>The tensor behind a host read; other expressions are themselves.</summary>
    private static ExpressionSyntax Read(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Parenthesized(Read(inner)).WithTriviaFrom(value),
        CastExpressionSyntax { Type: PredefinedTypeSyntax, Expression: var tensor } => Read(tensor).WithTriviaFrom(value),
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name: var name, Expression: var tensor } }
            when IsHostRead(name) => Read(tensor).WithTriviaFrom(value),
        BinaryExpressionSyntax sum => sum.WithLeft(Read(sum.Left)).WithRight(Read(sum.Right)),
        _ => value,
    };

    private static bool IsHostRead(SimpleNameSyntax name) =>
        name is GenericNameSyntax { Identifier.ValueText: "item" }
        || name.Identifier.ValueText is "ToSingle" or "ToDouble" or "ToInt32" or "ToInt64" or "ToBoolean" or "ToByte" or "ToSByte" or "ToInt16" or "ToHalf" or "ToBFloat16";

    private static BinaryExpressionSyntax Binary(SyntaxKind kind, SyntaxKind operation, BinaryExpressionSyntax condition) => BinaryExpression(
        kind,
        Parenthesized(Of(condition.Left)).WithTrailingTrivia(Space),
        Token(operation).WithTrailingTrivia(Space),
        Parenthesized(Of(condition.Right)));

    private static ExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        expression.WithoutTrivia() is var bare && bare is BinaryExpressionSyntax or ConditionalExpressionSyntax ? ParenthesizedExpression(bare) : expression.WithoutTrivia();
}
