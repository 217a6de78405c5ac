using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.Parsing;

/// <summary>One call of the fluent chain: its name, its first argument if any, and the whole invocation.</summary>
internal sealed record ChainCall(string Name, InvocationExpressionSyntax Invocation, SimpleNameSyntax NameSyntax)
{
    public ArgumentSyntax? Argument(string? name = null, int position = 0)
    {
        var arguments = Invocation.ArgumentList.Arguments;
        return arguments.FirstOrDefault(argument => name is not null && argument.NameColon?.Name.Identifier.ValueText == name)
            ?? (position < arguments.Count && arguments[position].NameColon is null ? arguments[position] : null);
    }
}

/// <summary>
/// Unwinds the fluent chain that <c>Define</c> returns. It works on the syntax, so that the groups can still be read, and the members generated, while
/// the step does not compile.
/// </summary>
internal sealed class ChainReader(FindingSink sink)
{
    private static readonly string[] Order =
        ["Sequences", "Constants", "States", "Modules", "Initial", "Steps", "Unroll", "Backward", "Bidirectional", "MaskedOutputs", "Checkpoint", "Step"];

    /// <summary>The calls in the order they are written, or null when the method does not return one chain on its builder.</summary>
    public IReadOnlyList<ChainCall>? Read(MethodDeclarationSyntax define)
    {
        if (Returned(define) is not { } expression)
        {
            sink.Report("FRNN005", define.Identifier.Parent!, define.Identifier.ValueText);
            return null;
        }

        var calls = new List<ChainCall>();
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invocation)
        {
            calls.Insert(0, new ChainCall(access.Name.Identifier.ValueText, invocation, access.Name));
            expression = Unwrap(access.Expression);
        }

        var builder = define.ParameterList.Parameters.FirstOrDefault()?.Identifier.ValueText;
        if (expression is not IdentifierNameSyntax root || root.Identifier.ValueText != builder)
        {
            sink.Report("FRNN005", expression, expression.ToString());
            return null;
        }

        return Check(calls, define) ? calls : null;
    }

    /// <summary>The expression that the method returns, when it has exactly one.</summary>
    public static ExpressionSyntax? Returned(MethodDeclarationSyntax define)
    {
        var expression = define.ExpressionBody?.Expression;
        if (expression is null && define.Body is { } body)
        {
            var returns = body
                .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .OfType<ReturnStatementSyntax>()
                .ToList();
            expression = returns.Count == 1 && body.Statements.Last() == returns[0] ? returns[0].Expression : null;
        }

        return expression is null ? null : Unwrap(expression);
    }

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax parenthesized ? Unwrap(parenthesized.Expression) : expression;

    private bool Check(List<ChainCall> calls, MethodDeclarationSyntax define)
    {
        var readable = true;
        foreach (var repeated in calls.GroupBy(call => call.Name).Where(group => group.Count() > 1 && Order.Contains(group.Key)))
        {
            sink.Report("FRNN011", repeated.Last().NameSyntax, repeated.Key);
            readable = false;
        }

        for (var i = 1; i < calls.Count; i++)
        {
            if (calls[i - 1].Name == "Initial" && calls[i].Name is "Constants" or "States" or "Modules" && calls[i - 1].Name == "Initial")
            {
                sink.Report("FRNN012", calls[i].NameSyntax, calls[i].Name, "Initial");
                readable = false;
            }
        }

        if (calls.Count == 0 || calls.All(call => call.Name != "Step"))
        {
            sink.Report("FRNN010", define.Identifier.Parent!, (define.Parent as TypeDeclarationSyntax)?.Identifier.ValueText ?? string.Empty);
            readable = false;
        }
        else if (calls.Last().Name != "Step")
        {
            sink.Report("FRNN012", calls.Last().NameSyntax, calls.Last().Name, "Step");
            readable = false;
        }

        return readable;
    }
}
