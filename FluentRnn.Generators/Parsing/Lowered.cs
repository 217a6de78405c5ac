using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>What an expression of the step turned into.</summary>
internal abstract record Lowered
{
    /// <summary>A value of the graph.</summary>
    public sealed record Tensor(int Id) : Lowered;

    /// <summary>A value of the host language.</summary>
    public sealed record Host(HostExpression Expression) : Lowered;

    /// <summary>A tuple, an array or a list.</summary>
    public sealed record Several(IReadOnlyList<Lowered> Items, bool IsTuple) : Lowered;

    /// <summary>A parameter of the lambda: a whole group of slots.</summary>
    public sealed record Group(SlotGroup Kind) : Lowered;

    /// <summary>A module of the modules group.</summary>
    public sealed record Module(ModuleDeclaration Declaration) : Lowered;

    /// <summary>An anonymous object.</summary>
    public sealed record Members(IReadOnlyList<KeyValuePair<string, Lowered>> Items) : Lowered;

    /// <summary>A record struct of tensors and of other such structs, in the order of its constructor: a state or an output of a container.</summary>
    public sealed record Struct(string Type, IReadOnlyList<KeyValuePair<string, Lowered>> Items) : Lowered;

    /// <summary>What <c>Yield</c> returns.</summary>
    public sealed record Yielded(Members? Sequence, Members? Last, Members? Next, Lowered? Done) : Lowered;

    /// <summary>A function value: a lambda or local function kept in a local.</summary>
    public sealed record Function(IOperation Body, IMethodSymbol Symbol) : Lowered;
}

/// <summary>The groups of slots, in the order of the step's parameters.</summary>
internal enum SlotGroup
{
    Sequences,
    Constants,
    States,
    Modules,
}
