using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Who makes and who reads every value of a graph.</summary>
internal sealed class GraphIndex
{
    private readonly StepGraph _graph;
    private readonly Dictionary<int, Op> _makers = [];
    private readonly ILookup<int, Op> _readers;
    private readonly HashSet<int> _returned;
    private readonly IReadOnlyDictionary<int, Value> _values;

    public GraphIndex(StepGraph graph)
    {
        _graph = graph;
        _values = graph.Values();
        _returned = [.. graph.Returned];
        _readers = graph.Ops.SelectMany(op => op.Operands, (op, operand) => (op, operand)).ToLookup(pair => pair.operand, pair => pair.op);
        foreach (var op in graph.Ops)
        {
            foreach (var result in op.Results)
            {
                _makers[result.Id] = op;
            }
        }
    }

    public StepGraph Graph => _graph;

    public TensorType Type(int value) => _values[value].Type;

    public string? Name(int value) => _values[value].Name;

    /// <summary>The operation that makes a value; null for an input.</summary>
    public Op? Maker(int value) => _makers.TryGetValue(value, out var op) ? op : null;

    /// <summary>The operation that makes a value, when it is that table entry.</summary>
    public Op? Maker(int value, Operation operation) => Maker(value) is { } op && op.Operation == operation ? op : null;

    /// <summary>The operations that read a value, once for each time they do.</summary>
    public IEnumerable<Op> Readers(int value) => _readers[value];

    public bool IsReturned(int value) => _returned.Contains(value);

    /// <summary>The one operation that reads a value, once; null when it is read otherwise or leaves the body.</summary>
    public Op? OnlyReader(int value)
    {
        if (IsReturned(value))
        {
            return null;
        }

        Op? only = null;
        foreach (var reader in _readers[value])
        {
            if (only is not null)
            {
                return null;
            }

            only = reader;
        }

        return only;
    }
}
