using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>Lowers the lambdas of a container: <c>Step</c>, once for every way its host conditions can turn out, and <c>Initial</c>.</summary>
internal sealed class BodyReader(
    INamedTypeSymbol type,
    Sources sources,
    SemanticModel model,
    DefineScope scope,
    ContainerGroups groups,
    FindingSink sink,
    int maxConditions,
    CancellationToken cancellation)
{
    private readonly SortedSet<string> _called = new(StringComparer.Ordinal);

    /// <summary>The specification with its bodies, or with the reason why its step runs as a plain loop.</summary>
    public ContainerSpec Read(ContainerSpec spec, IReadOnlyList<ChainCall> chain)
    {
        var step = chain[chain.Count - 1];
        try
        {
            if (chain.FirstOrDefault(call => call.Name == "Initial") is { } initial)
            {
                spec = spec with { Initial = Initial(initial) };
            }

            return spec with { Variants = Variants(step).ToEquatableArray(), Called = _called.ToEquatableArray() };
        }
        catch (UnreadableException failure)
        {
            // Where there is no finding, an error was reported already, by FluentRnn or by C#.
            if (failure.Finding is { } finding)
            {
                sink.Report(finding, failure.At);
                sink.Report("FRNN084", step.NameSyntax, type.Name, failure.Message);
            }

            return spec with { WhyPlain = failure.Message, Initial = null, Variants = default };
        }
    }

    private StepGraph Initial(ChainCall call)
    {
        var lowering = new StepLowering(Context(sink, call), [], cancellation);
        var graph = lowering.Initial(
            Lambda(call),
            [.. groups.Present.Where(group => group is SlotGroup.Constants or SlotGroup.Modules)]);
        _called.UnionWith(lowering.Called);
        return lowering.Conditions.Count == 0 ? graph : throw new UnreadableException("the initial state depends on a condition", call.NameSyntax, Finding.Of("FRNN031", "the initial state depends on a condition", type.Name));
    }

    /// <summary>Follows the step once for every outcome of its conditions, the first path with a listening sink.</summary>
    private List<StepVariant> Variants(ChainCall call)
    {
        var lambda = Lambda(call);
        if (!IsStatic(call) && !lambda.Symbol.IsStatic && CapturesNothing(call))
        {
            sink.Report("FRNN045", call.Argument()!.Expression);
        }

        var variants = new List<StepVariant>();
        var open = new Stack<IReadOnlyList<Condition>>([[]]);
        while (open.Count > 0)
        {
            var decisions = open.Pop();
            var lowering = new StepLowering(Context(variants.Count == 0 ? sink : FindingSink.None, call), decisions, cancellation);
            var body = lowering.Step(lambda, groups.Present);
            _called.UnionWith(lowering.Called);
            if (lowering.Conditions.Count > maxConditions)
            {
                throw new UnreadableException($"it depends on more than {maxConditions} conditions", call.NameSyntax, Finding.Of("FRNN031", $"it depends on more than {maxConditions} conditions", type.Name));
            }

            variants.Add(new StepVariant(lowering.Conditions.ToEquatableArray(), body));
            for (var i = lowering.Conditions.Count - 1; i >= decisions.Count; i--)
            {
                open.Push([.. lowering.Conditions.Take(i), lowering.Conditions[i] with { Outcome = !lowering.Conditions[i].Outcome }]);
            }
        }

        return variants;
    }

    private IAnonymousFunctionOperation Lambda(ChainCall call)
    {
        if (call.Argument()?.Expression is not LambdaExpressionSyntax lambda)
        {
            var argument = call.Argument()?.Expression ?? (SyntaxNode)call.NameSyntax;
            throw new UnreadableException($"'{call.Name}' is not given a lambda written in place", argument, Finding.Of("FRNN037", argument.ToString()));
        }

        return model.GetOperation(lambda, cancellation) is IAnonymousFunctionOperation operation && !HasErrors(lambda, operation)
            ? operation
            : throw new UnreadableException("the step does not compile", lambda);
    }

    /// <summary>
    /// Whether C# itself refuses the lambda. To ask for all of its errors is to bind the method once more, half of the time a container takes: only who would
    /// report more beside them does.
    /// </summary>
    private bool HasErrors(LambdaExpressionSyntax lambda, IAnonymousFunctionOperation operation) => sink.Listens
        ? model.GetDiagnostics(lambda.Span, cancellation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        : operation.Descendants().Any(part => part is IInvalidOperation);

    private ContainerContext Context(FindingSink findings, ChainCall call) => new(type, sources, scope, findings)
    {
        Sequences = groups.Sequences,
        Constants = groups.Constants,
        States = groups.States,
        Modules = groups.Modules,
        NextValue = state => YieldReader.NextValue(call, state),
    };

    private static bool IsStatic(ChainCall call) =>
        call.Argument()?.Expression is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword);

    private bool CapturesNothing(ChainCall call) =>
        call.Argument()?.Expression is { } lambda && model.AnalyzeDataFlow(lambda) is { Succeeded: true } flow && flow.DataFlowsIn.IsEmpty && flow.CapturedInside.IsEmpty;
}
