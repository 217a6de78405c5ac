using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Makes a graph from another: operations are kept or replaced, in any order; the new graph has them in an order in which every operand is defined before its use, and
/// those with effects in the order they had.
/// </summary>
internal sealed class GraphRewriter
{
    private readonly StepGraph _graph;
    private readonly Dictionary<int, Value> _values;
    private readonly Dictionary<int, int> _same = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly List<Op> _ops = [];
    private int _next;

    public GraphRewriter(StepGraph graph)
    {
        _graph = graph;
        _values = graph.Values().ToDictionary(pair => pair.Key, pair => pair.Value);
        _next = _values.Count == 0 ? 0 : _values.Keys.Max() + 1;
    }

    public TensorType Type(int value) => _values[value].Type;

    /// <summary>Adds an operation with one result.</summary>
    public int Add(Operation operation, params Argument[] arguments) => AddMany(operation, arguments)[0];

    /// <summary>Adds an operation. Its types are inferred; a rule that fails is a mistake of the pass.</summary>
    public IReadOnlyList<int> AddMany(Operation operation, params Argument[] arguments)
    {
        var types = GraphBuilder.Infer(operation, arguments, id => _values[id], finding => throw new InvalidOperationException($"'{operation}' does not fit: {finding}."));
        var results = types.Select(type => new Value(_next++, null, type)).ToEquatableArray();
        foreach (var result in results)
        {
            _values[result.Id] = result;
        }

        _ops.Add(new Op(operation, arguments.ToEquatableArray(), results));
        return [.. results.Select(result => result.Id)];
    }

    public void Keep(Op op) => _ops.Add(op);

    /// <summary>Puts a value in the place of another, everywhere. It takes the other's name unless it has one.</summary>
    public void Replace(int value, int by)
    {
        _same[value] = by;
        if (_values[value].Name is { } name)
        {
            Name(by, name);
        }
    }

    /// <summary>Gives a new value a name, unless it has one.</summary>
    public void Name(int value, string name)
    {
        if (_values[value].Name is null && !_names.ContainsKey(value))
        {
            _names[value] = name;
        }
    }

    public StepGraph Build() => _graph with
    {
        Ops = Sorted([.. _ops.Select(Finished)]).ToEquatableArray(),
        Next = Finished(_graph.Next),
        Sequence = Finished(_graph.Sequence),
        Last = Finished(_graph.Last),
        Done = _graph.Done is { } done ? Final(done) : null,
    };

    /// <summary>The value that stands for another in the end.</summary>
    private int Final(int value)
    {
        while (_same.TryGetValue(value, out var by))
        {
            value = by;
        }

        return value;
    }

    private Op Finished(Op op) => op with
    {
        Arguments = op.Arguments.Select(argument => argument.Values.Any(_same.ContainsKey) ? argument with { Values = argument.Values.Select(Final).ToEquatableArray() } : argument).ToEquatableArray(),
        Results = op.Results.Select(result => _names.TryGetValue(result.Id, out var name) ? result with { Name = name } : result).ToEquatableArray(),
    };

    private EquatableArray<Binding> Finished(EquatableArray<Binding> bindings) =>
        bindings.Select(binding => binding with { Value = Final(binding.Value) }).ToEquatableArray();

    /// <summary>The operations, each after those it needs; otherwise in the order given.</summary>
    private static IEnumerable<Op> Sorted(List<Op> ops)
    {
        var makers = new Dictionary<int, int>();
        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var result in ops[i].Results)
            {
                makers[result.Id] = i;
            }
        }

        var sorted = new List<Op>(ops.Count);
        var placed = new bool[ops.Count];
        var lastPinned = -1;
        for (var i = 0; i < ops.Count; i++)
        {
            Place(i);
        }

        return sorted;

        void Place(int i)
        {
            if (placed[i])
            {
                return;
            }

            placed[i] = true;
            if (ops[i].Operation.Effects != Effects.Pure)
            {
                // Whatever has an effect comes after those that stood before it.
                var before = lastPinned;
                lastPinned = i;
                for (var k = before + 1; k < i; k++)
                {
                    if (ops[k].Operation.Effects != Effects.Pure)
                    {
                        Place(k);
                    }
                }
            }

            foreach (var operand in ops[i].Operands)
            {
                if (makers.TryGetValue(operand, out var maker))
                {
                    Place(maker);
                }
            }

            sorted.Add(ops[i]);
        }
    }
}
