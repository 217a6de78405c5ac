using System.Collections.Immutable;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>What the lowering of a step needs to know of the container around it.</summary>
internal sealed class ContainerContext(INamedTypeSymbol type, Sources sources, DefineScope scope, FindingSink sink)
{
    public INamedTypeSymbol Type { get; } = type;

    public string Name { get; init; } = type.Name;

    public DefineScope Scope { get; } = scope;

    public FindingSink Sink { get; } = sink;

    public IReadOnlyList<Slot> Sequences { get; init; } = [];

    public IReadOnlyList<Slot> Constants { get; init; } = [];

    public IReadOnlyList<Slot> States { get; init; } = [];

    public IReadOnlyList<ModuleDeclaration> Modules { get; init; } = [];

    /// <summary>Where the step gives a state its next value, by the state's name.</summary>
    public Func<string, SyntaxNode?> NextValue { get; init; } = static _ => null;

    /// <summary>The operation tree of any syntax in the compilation: user functions may stand in other files.</summary>
    public IOperation? Operation(SyntaxNode syntax) => sources.Model(syntax).GetOperation(syntax);

    /// <summary>Whether a function's source can be read.</summary>
    public bool HasSource(IMethodSymbol method) => method.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && sources.Contain(declaration);

    /// <summary>The container of this project behind a module, or null.</summary>
    public InnerContainer? Inner(ModuleDeclaration module, CancellationToken cancellation) => InnerContainer.Of(module, sources, cancellation);

    /// <summary>Whether code of the container may name a symbol.</summary>
    public bool IsAccessible(ISymbol symbol) => sources.Compilation.IsSymbolAccessibleWithin(symbol, Type);

    /// <summary>The context of a container inside, whose operations become part of this one.</summary>
    public ContainerContext Inside(InnerContainer inner) => new(Type, sources, inner.Scope, FindingSink.None) { Name = inner.Name };

    /// <summary>The context of a container inside by itself.</summary>
    public ContainerContext Alone(InnerContainer inner) => new(Type, sources, inner.Scope, FindingSink.None)
    {
        Name = inner.Name,
        Sequences = inner.Sequences,
        Constants = inner.Constants,
        States = inner.States,
        Modules = [.. inner.Modules.Select(module => module.Module with { Slot = module.Module.Slot with { Name = module.Name } })],
    };

    /// <summary>The type of a weight that a step reads off a module by its property, as far as the module's factory tells.</summary>
    public static TensorType WeightType(ModuleDeclaration module, string property)
    {
        Dim? Size(string parameter) => module.Arguments is { } made && made.TryGetValue(parameter, out var argument) ? argument.Size : null;
        Dim?[]? shape = (module.TypeName, property) switch
        {
            ("TorchSharp.Modules.Linear", "weight") => [Size("outputSize"), Size("inputSize")],
            ("TorchSharp.Modules.Linear", "bias") => [Size("outputSize")],
            ("TorchSharp.Modules.Embedding", "weight") => [Size("num_embeddings"), Size("embedding_dims")],
            _ => null,
        };
        return shape is null || shape.Any(dim => dim is null)
            ? new TensorType(null, ElementType.Floating)
            : TensorType.Of(ElementType.Floating, [.. shape.Select(dim => dim!)]);
    }

    /// <summary>What a code fix needs to know of a finding: whether transposing the right operand makes the product possible.</summary>
    public static ImmutableDictionary<string, string?> FixProperties(Finding finding)
    {
        if (finding.Id != "FRNN050" || finding.Arguments.Count < 4)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        static string? Last(string shape) => shape.TrimEnd(')').Split(',').LastOrDefault()?.Trim();
        return Last(finding.Arguments[1]) == Last(finding.Arguments[3])
            ? ImmutableDictionary<string, string?>.Empty.Add("Transpose", "true")
            : ImmutableDictionary<string, string?>.Empty;
    }
}
