using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Where in the source the slots, the modules and the values of the step's first variant stand. Only the analyzer fills one.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, SyntaxNode> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SyntaxNode> _values = [];

    public void Add(string slot, SyntaxNode at) => _slots[slot] = at;

    public void Add(int value, SyntaxNode at) => _values[value] = at;

    public SyntaxNode? Slot(string name) => _slots.TryGetValue(name, out var at) ? at : null;

    public SyntaxNode? Value(int id) => _values.TryGetValue(id, out var at) ? at : null;
}
