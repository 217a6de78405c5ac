namespace FluentRnn.Generators.Ir.Modules;

/// <summary>One call of a known module inside a step, as its decomposition sees it.</summary>
/// <param name="Builder">The graph to add operations to.</param>
/// <param name="Path">The module's path below the container, such as <c>cell</c>.</param>
/// <param name="Arguments">The arguments of the factory that made it, by parameter name.</param>
/// <param name="Operands">The tensors it is called with, tuples flattened; null for an absent one.</param>
internal sealed record ModuleCall(
    GraphBuilder Builder,
    string Path,
    IReadOnlyDictionary<string, HostExpression> Arguments,
    IReadOnlyList<int?> Operands)
{
    public Dim? Size(string parameter) => Arguments.TryGetValue(parameter, out var argument) ? argument.Size : null;

    /// <summary>A boolean argument, when it is written as a constant.</summary>
    public bool? Flag(string parameter) => Text(parameter) switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    public string? Text(string parameter) => Arguments.TryGetValue(parameter, out var argument) ? argument.Text : null;

    /// <summary>Whether an optional argument was left out or is null.</summary>
    public bool IsDefault(string parameter) => Text(parameter) is null or "null" or "default" && Size(parameter) is null;

    /// <summary>A weight of the module, read by its property.</summary>
    public int Weight(string property, params Dim?[] shape) => Builder.Input(
        InputKind.Weight,
        Path + "." + property,
        shape.Any(dim => dim is null) ? new TensorType(null, ElementType.Floating) : TensorType.Of(ElementType.Floating, [.. shape.Select(dim => dim!)]));

    /// <summary>The C# of the module itself, for a property that is read at every call, such as <c>training</c>.</summary>
    public HostExpression Property(string property) => HostExpression.Code("{" + Path + "}." + property);
}
