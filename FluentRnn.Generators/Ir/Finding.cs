using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>Something to tell the user: the diagnostic's id and the values for its message.</summary>
internal sealed record Finding(string Id, EquatableArray<string> Arguments)
{
    public static Finding Of(string id, params string[] arguments) => new(id, arguments.ToEquatableArray());
}

/// <summary>Thrown by a shape rule that finds its operands wrong; caught where the operation is added to the graph.</summary>
internal sealed class ShapeException(Finding finding) : Exception
{
    public Finding Finding { get; } = finding;
}
