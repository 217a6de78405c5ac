using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler;

/// <summary>Writes step graphs by hand: <c>g.Name("y", g.Op(Products.MatMul, g.Sequence("x", …), w))</c>.</summary>
sealed class Graph
{
    readonly GraphBuilder _builder;
    readonly List<Binding> _next = [];
    readonly List<Binding> _sequence = [];
    readonly List<Binding> _last = [];
    int? _done;

    public Graph() => _builder = new GraphBuilder(Findings.Add);

    /// <summary>What shape rules found.</summary>
    public List<Finding> Findings { get; } = [];

    public static TensorType Rows(params object[] shape) =>
        TensorType.Of(ElementType.Floating, [Dim.Batch, .. shape.Select(Size)]);

    public static TensorType Plain(params object[] shape) => TensorType.Of(ElementType.Floating, [.. shape.Select(Size)]);

    public static Dim Size(object size) => size switch
    {
        Dim dim => dim,
        string name => Dim.Symbol(name),
        _ => Dim.Constant(Convert.ToInt64(size, System.Globalization.CultureInfo.InvariantCulture)),
    };

    public int Sequence(string name, TensorType type) => _builder.Input(InputKind.Sequence, name, type);

    public int Constant(string name, TensorType type) => _builder.Input(InputKind.Constant, name, type);

    public int State(string name, TensorType type) => _builder.Input(InputKind.State, name, type);

    public int Weight(string path, params object[] shape) => _builder.Input(InputKind.Weight, path, Plain(shape));

    /// <summary>An operation of the table. Arguments in the order of its parameters: a value, an array of values, a host expression or its text; null for those left out.</summary>
    public int Op(Operation operation, params object?[] arguments) => OpMany(operation, arguments)[0];

    public IReadOnlyList<int> OpMany(Operation operation, params object?[] arguments) => _builder.AddMany(
        operation,
        [.. operation.Parameters.Select((name, i) => Argument(name, i < arguments.Length ? arguments[i] : null))]);

    /// <summary>A call the compiler does not know.</summary>
    public int Opaque(string call, params int[] operands) => OpaqueMany(call, 1, operands)[0];

    public IReadOnlyList<int> OpaqueMany(string call, int results, params int[] operands) =>
        _builder.AddOpaque(Operations.Opaque, call, operands, results);

    public int Name(string name, int value)
    {
        _builder.Name(value, name);
        return value;
    }

    public Graph Next(string state, int value) => Add(_next, state, value);

    public Graph Yield(string output, int value) => Add(_sequence, output, value);

    public Graph Last(string output, int value) => Add(_last, output, value);

    public Graph Done(int value)
    {
        _done = value;
        return this;
    }

    public StepGraph Build() => _builder.Build(_next, _sequence, _last, _done);

    public static HostExpression Host(long value) => HostExpression.Of(value);

    public static HostExpression Host(Dim size) => HostExpression.Of(size);

    public static HostExpression Host(params object[] sizes) => HostExpression.List(sizes.Select(size => HostExpression.Of(Size(size))));

    static Argument Argument(string name, object? value) => value switch
    {
        int id => Generators.Ir.Argument.Of(name, id),
        int[] ids => Generators.Ir.Argument.OfList(name, ids),
        HostExpression host => Generators.Ir.Argument.Of(name, host),
        string text => Generators.Ir.Argument.Of(name, HostExpression.Code(text)),
        null => Generators.Ir.Argument.Of(name, HostExpression.Code("null")),
        _ => throw new ArgumentException($"Not an argument: {value}", nameof(value)),
    };

    Graph Add(List<Binding> bindings, string name, int value)
    {
        bindings.Add(new Binding(name, value));
        return this;
    }
}
