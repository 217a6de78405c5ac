using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// Builds a <see cref="StepGraph"/>, inferring the type of every value as it is added. A rule that fails gives its finding to
/// <paramref name="report"/>, and the results count as unknown, so that one mistake is told once.
/// </summary>
/// <param name="report">Gets the findings of shape rules.</param>
/// <param name="describe">What messages call a value that has no name; null, or a result of null, for nothing better than "the value".</param>
internal sealed class GraphBuilder(Action<Finding> report, Func<int, string?>? describe = null)
{
    private readonly List<GraphInput> _inputs = [];
    private readonly List<Op> _ops = [];
    private readonly Dictionary<int, Value> _values = [];
    private int _next;

    /// <summary>Goes on where a graph ends: its values keep their numbers.</summary>
    public GraphBuilder(Action<Finding> report, StepGraph from)
        : this(report)
    {
        _inputs.AddRange(from.Inputs);
        _ops.AddRange(from.Ops);
        foreach (var value in from.Values().Values)
        {
            _values.Add(value.Id, value);
        }

        _next = _values.Count == 0 ? 0 : _values.Keys.Max() + 1;
    }

    public Value this[int id] => _values[id];

    public IReadOnlyList<Op> Ops => _ops;

    /// <summary>The input of that kind and name, added at its first use; its value is called <paramref name="label"/>, or by the last part of the name.</summary>
    public int Input(InputKind kind, string name, TensorType type, string? label = null)
    {
        if (_inputs.FirstOrDefault(input => input.Kind == kind && input.Name == name) is { } known)
        {
            return known.Value.Id;
        }

        var value = Define(label ?? name.Split('.').Last(), type);
        _inputs.Add(new GraphInput(value, kind, name));
        return value.Id;
    }

    /// <summary>Adds an operation with one result.</summary>
    public int Add(Operation operation, params Argument[] arguments) => AddMany(operation, arguments)[0];

    /// <summary>Adds an operation whose number of results the shape rule gives; none when only running tells how many there are.</summary>
    public IReadOnlyList<int> AddMany(Operation operation, params Argument[] arguments)
    {
        var types = Infer(operation, arguments, id => _values[id], report, describe);
        var results = types.Select(type => Define(null, type)).ToEquatableArray();
        _ops.Add(new Op(operation, arguments.ToEquatableArray(), results));
        return [.. results.Select(result => result.Id)];
    }

    /// <summary>
    /// Adds a call that the compiler does not know: <paramref name="call"/> is its C#, with {0}, {1}, … for the operands; <paramref name="members"/> are the
    /// paths of the results where they are members of what is returned, <paramref name="types"/> their types where they are known.
    /// </summary>
    public IReadOnlyList<int> AddOpaque(
        Operation operation, string call, IEnumerable<int> operands, int results, IReadOnlyList<string>? members = null,
        IReadOnlyList<TensorType>? types = null)
    {
        var defined = Enumerable.Range(0, results).Select(i => Define(null, types?.ElementAtOrDefault(i) ?? TensorType.Unknown)).ToEquatableArray();
        _ops.Add(new Op(operation, EquatableArray.Of(Argument.OfList("operands", operands)), defined, call) { Members = (members ?? []).ToEquatableArray() });
        return [.. defined.Select(result => result.Id)];
    }

    /// <summary>A place to come back to with <see cref="Rollback"/>.</summary>
    public int Mark() => _ops.Count;

    /// <summary>Forgets the operations added since <paramref name="mark"/>.</summary>
    public void Rollback(int mark) => _ops.RemoveRange(mark, _ops.Count - mark);

    /// <summary>Gives a value the user's name for it, unless it already has one.</summary>
    public void Name(int id, string name)
    {
        if (_values[id].Name is not null)
        {
            return;
        }

        var named = _values[id] with { Name = name };
        _values[id] = named;
        var index = _ops.FindIndex(op => op.Results.Any(result => result.Id == id));
        if (index >= 0)
        {
            _ops[index] = _ops[index] with
            {
                Results = _ops[index].Results.Select(result => result.Id == id ? named : result).ToEquatableArray(),
            };
        }
    }

    public StepGraph Build(IEnumerable<Binding> next, IEnumerable<Binding> sequence, IEnumerable<Binding> last, int? done) => new(
        _inputs.ToEquatableArray(), _ops.ToEquatableArray(), next.ToEquatableArray(), sequence.ToEquatableArray(), last.ToEquatableArray(), done);

    /// <summary>The types of an operation's results; unknown where its rule fails, and then <paramref name="report"/> gets the finding.</summary>
    public static IReadOnlyList<TensorType> Infer(
        Operation operation, IReadOnlyList<Argument> arguments, Func<int, Value> value, Action<Finding> report, Func<int, string?>? describe = null)
    {
        var context = new ShapeContext(operation, arguments, value, describe);
        try
        {
            return operation.Shape(context);
        }
        catch (ShapeException failure)
        {
            report(failure.Finding);
        }
        catch (OverflowException)
        {
            // Sizes that do not fit into 64 bits: torch says so when it runs.
        }

        return [.. Enumerable.Repeat(TensorType.Unknown, operation.Count(context) ?? 1)];
    }

    private Value Define(string? name, TensorType type)
    {
        var value = new Value(_next++, name, type);
        _values.Add(value.Id, value);
        return value;
    }
}
