using System.Collections.Immutable;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// Reads the names of the outputs, from the type of the chain where it compiles, else from the first <c>Yield</c> of the lambda, so that the members stay
/// while the step is being edited; and checks what <c>Yield</c> gives against the states declared.
/// </summary>
internal static class YieldReader
{
    public sealed record Outputs(IReadOnlyList<string> Sequence, IReadOnlyList<string> Last, bool HasDone);

    public static Outputs Read(ChainCall step, SemanticModel model)
    {
        var yields = Yields(step);
        var hasDone = yields.Any(yield => Argument(yield, "done") is not null);
        if (model.GetTypeInfo(step.Invocation).Type is INamedTypeSymbol { TypeArguments: [.., var sequence, var last] } type
            && type.TypeKind != TypeKind.Error && !IsOpen(sequence) && !IsOpen(last))
        {
            return new Outputs(Properties(sequence), Properties(last), hasDone);
        }

        var first = yields.FirstOrDefault();
        return new Outputs(Names(first, "sequence"), Names(first, "last"), hasDone);
    }

    /// <summary>Findings about the groups of <c>Yield</c>: a state forgotten, a name that is no state, outputs that differ or repeat.</summary>
    public static void Check(ChainCall step, ContainerSpec spec, ContainerGroups groups, FindingSink sink)
    {
        var yields = Yields(step);
        foreach (var yield in yields)
        {
            CheckGroups(yield, sink);
            CheckNext(yield, step, spec, groups, sink);
            foreach (var empty in Members(yield, "sequence").Concat(Members(yield, "last")).Where(member => IsNothing(member.Expression)))
            {
                sink.Report("FRNN075", empty, NameOf(empty));
            }
        }

        if (yields.Count > 0)
        {
            foreach (var repeated in Names(yields[0], "sequence").Intersect(Names(yields[0], "last")))
            {
                sink.Report("FRNN022", yields[0], repeated, "a sequence output", "a last output");
            }

            foreach (var other in yields.Skip(1))
            {
                foreach (var missing in Names(yields[0], "sequence").Except(Names(other, "sequence")).Concat(Names(yields[0], "last").Except(Names(other, "last"))))
                {
                    sink.Report("FRNN075", other, missing);
                }
            }
        }

        if (spec is { Sequences.Count: 0, Constants.Count: 0, States.Count: 0 })
        {
            sink.Report("FRNN077", step.NameSyntax, "inputs", "declare 'Sequences', 'Constants' or 'States'");
        }

        if (spec is { SequenceOutputs.Count: 0, LastOutputs.Count: 0, States.Count: 0 })
        {
            sink.Report("FRNN077", step.NameSyntax, "results", "declare 'States', or give 'sequence' or 'last' to 'Yield'");
        }
    }

    /// <summary>Where the first <c>Yield</c> gives a state its next value.</summary>
    public static SyntaxNode? NextValue(ChainCall step, string state) => Yields(step).Select(yield => Group(yield, "next")).OfType<AnonymousObjectCreationExpressionSyntax>()
        .SelectMany(group => group.Initializers).FirstOrDefault(member => NameOf(member) == state);

    private static void CheckGroups(InvocationExpressionSyntax yield, FindingSink sink)
    {
        foreach (var name in new[] { "sequence", "last", "next" })
        {
            if (Argument(yield, name) is { Expression: LiteralExpressionSyntax or TupleExpressionSyntax or ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax } argument)
            {
                sink.Report("FRNN020", argument.Expression, "Yield");
            }
        }
    }

    private static void CheckNext(InvocationExpressionSyntax yield, ChainCall step, ContainerSpec spec, ContainerGroups groups, FindingSink sink)
    {
        if (spec.States.Count == 0 || (Argument(yield, "next") is { } next && next.Expression is not AnonymousObjectCreationExpressionSyntax))
        {
            return;
        }

        var given = Names(yield, "next");
        var missing = spec.States.Select(state => state.Name).Except(given).ToList();
        SyntaxNode place = Group(yield, "next") is { } written ? written : yield;
        if (missing.Count > 0)
        {
            sink.Report(
                Finding.Of("FRNN070", string.Join("', '", missing)),
                place,
                ImmutableDictionary<string, string?>.Empty
                    .Add("Missing", string.Join(",", missing))
                    .Add("States", string.Join(",", spec.States.Select(state => state.Name)))
                    .Add("StateParameter", StateParameter(step, groups)));
        }

        foreach (var extra in given.Except(spec.States.Select(state => state.Name)))
        {
            sink.Report("FRNN071", place, extra);
        }
    }

    private static string? StateParameter(ChainCall step, ContainerGroups groups)
    {
        var position = groups.Present.ToList().IndexOf(SlotGroup.States);
        var parameters = step.Argument()?.Expression switch
        {
            ParenthesizedLambdaExpressionSyntax lambda => [.. lambda.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText)],
            SimpleLambdaExpressionSyntax lambda => [lambda.Parameter.Identifier.ValueText],
            _ => new List<string>(),
        };
        return position >= 0 && position < parameters.Count ? parameters[position] : null;
    }

    private static List<InvocationExpressionSyntax> Yields(ChainCall step) => [.. (step.Argument()?.Expression.DescendantNodes() ?? [])
        .OfType<InvocationExpressionSyntax>()
        .Where(invocation => invocation.Expression is IdentifierNameSyntax { Identifier.ValueText: "Yield" }
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Yield" })];

    private static ArgumentSyntax? Argument(InvocationExpressionSyntax? yield, string name) =>
        yield?.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name);

    private static AnonymousObjectCreationExpressionSyntax? Group(InvocationExpressionSyntax? yield, string name) =>
        Argument(yield, name)?.Expression as AnonymousObjectCreationExpressionSyntax;

    private static IEnumerable<AnonymousObjectMemberDeclaratorSyntax> Members(InvocationExpressionSyntax? yield, string group) => Group(yield, group)?.Initializers ?? [];

    private static List<string> Names(InvocationExpressionSyntax? yield, string group) => [.. Members(yield, group).Select(NameOf)];

    /// <summary>null or default, as a value: (Tensor)null!, default(Tensor).</summary>
    private static bool IsNothing(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsNothing(parenthesized.Expression),
        CastExpressionSyntax cast => IsNothing(cast.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } certain => IsNothing(certain.Operand),
        _ => value.RawKind is (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.DefaultExpression,
    };

    private static string NameOf(AnonymousObjectMemberDeclaratorSyntax member) =>
        member.NameEquals?.Name.Identifier.ValueText ?? member.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => string.Empty,
        };

    private static bool IsOpen(ITypeSymbol type) => type.TypeKind is TypeKind.TypeParameter or TypeKind.Error;

    private static IReadOnlyList<string> Properties(ITypeSymbol group) => group.IsAnonymousType
        ? [.. group.GetMembers().OfType<IPropertySymbol>().Select(property => property.Name)]
        : [];
}
