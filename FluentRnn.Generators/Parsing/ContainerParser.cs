using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// Reads a class with <c>[RecurrentContainer]</c> into a <see cref="ContainerSpec"/>. The generator and the analyzer run the same code; only the
/// analyzer listens to the findings.
/// </summary>
internal static class ContainerParser
{
    /// <summary>How many host conditions a step may depend on: every one doubles the generated bodies.</summary>
    private const int MaxConditions = 3;

    /// <summary>The specification, or null when not even the members of the container can be known.</summary>
    public static ContainerSpec? Parse(INamedTypeSymbol type, Sources sources, FindingSink sink, CancellationToken cancellation) =>
        DefineReader.Find(type, sink, cancellation) is { } define
            ? Parse(define, InnerContainers.Complete(sources, define, cancellation), sink, cancellation)
            : null;

    /// <summary>Reads a container whose inner containers have their members.</summary>
    public static ContainerSpec? Parse(MethodDeclarationSyntax define, Sources sources, FindingSink sink, CancellationToken cancellation)
    {
        var model = sources.Model(define);
        var scope = new DefineScope(model, define);
        if (new ChainReader(sink).Read(define) is not { } chain
            || model.GetDeclaredSymbol(define, cancellation) is not { ContainingType: var type } method
            || !InnerContainers.Check(define, sources, type, sink, cancellation)
            || ContainerGroups.Read(chain, model, scope, sink) is not { } groups)
        {
            return null;
        }

        if (!MemberNames.Check(type, model.Compilation, groups, chain.Any(call => call.Name == "Bidirectional"), sink))
        {
            return null;
        }

        var step = chain[chain.Count - 1];
        var outputs = YieldReader.Read(step, model);
        var spec = new ContainerSpec
        {
            Type = HierarchyReader.Read(type),
            Parameters = DefineReader.Parameters(method).ToEquatableArray(),
            Sequences = groups.Sequences,
            Constants = groups.Constants,
            States = groups.States.Select(state => state.Carried).ToEquatableArray(),
            Modules = groups.Modules.Select(module => module.Slot).ToEquatableArray(),
            SequenceOutputs = outputs.Sequence.ToEquatableArray(),
            LastOutputs = outputs.Last.ToEquatableArray(),
            HasDone = outputs.HasDone,
            InitialStates = InitialNames(chain).ToEquatableArray(),
        };
        spec = OptionReader.Read(spec, chain, model, scope, sink);
        BidirectionReader.Check(spec, chain, sink);
        SlotModifiers.CheckInitial(spec, chain, sink);
        YieldReader.Check(step, spec, groups, sink);
        return new BodyReader(type, sources, model, scope, groups, sink, MaxConditions, cancellation).Read(spec, chain);
    }

    private static IEnumerable<string> InitialNames(IReadOnlyList<ChainCall> chain) =>
        chain.FirstOrDefault(call => call.Name == "Initial")?.Argument()?.Expression
            .DescendantNodesAndSelf().OfType<AnonymousObjectCreationExpressionSyntax>().FirstOrDefault()?.Initializers
            .Select(member => member.NameEquals?.Name.Identifier.ValueText ?? (member.Expression as IdentifierNameSyntax)?.Identifier.ValueText
                ?? (member.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? string.Empty)
        ?? [];
}
