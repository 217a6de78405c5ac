using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>A member of the modules group as declared: how it is registered, and how it was made, when the compiler knows that.</summary>
/// <param name="Slot">Its name, C# type and kind.</param>
/// <param name="TypeName">Its type's name without <c>global::</c>, for the module table.</param>
/// <param name="Arguments">The arguments of its factory by parameter name; null when it was made in some other way.</param>
/// <param name="Type">The type of a parameter or buffer.</param>
internal sealed record ModuleDeclaration(
    ModuleSlot Slot,
    string TypeName,
    IReadOnlyDictionary<string, HostExpression>? Arguments,
    TensorType Type)
{
    /// <summary>The class of a container of this project.</summary>
    public INamedTypeSymbol? Container { get; init; }
}
