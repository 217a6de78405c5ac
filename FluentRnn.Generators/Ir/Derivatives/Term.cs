using System.Globalization;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// A value of a graph, or a host expression, on which formulas are written as on numbers: <c>g * y * (1 - y)</c> adds three operations to the
/// graph.
/// </summary>
internal readonly record struct Term
{
    private readonly GraphBuilder? _builder;
    private readonly int _id;
    private readonly HostExpression? _host;
    private readonly IReadOnlyList<Term>? _items;

    public Term(GraphBuilder builder, int id)
    {
        _builder = builder;
        _id = id;
    }

    private Term(HostExpression host) => _host = host;

    private Term(IReadOnlyList<Term> items)
    {
        _builder = items[0]._builder;
        _items = items;
    }

    /// <summary>An argument left out.</summary>
    public static Term Null { get; } = HostExpression.Code("null");

    public static Term True { get; } = HostExpression.Code("true");

    public static Term False { get; } = HostExpression.Code("false");

    public int Id => _host is null ? _id : throw new InvalidOperationException("A host expression is no value of the graph.");

    public TensorType Type => _host is null ? _builder![_id].Type : TensorType.Of(ElementTypes.OfHost(_host));

    public int Rank => Shape.Count;

    /// <summary>The sizes, which must be known.</summary>
    public IReadOnlyList<Dim> Shape => Type.Shape is { } shape ? [.. shape] : throw new DerivativeException($"the shape of '{_builder![_id].Name ?? "a value"}' is not known");

    /// <summary>The host expression; null for a value.</summary>
    public HostExpression? Host => _host;

    public static implicit operator Term(HostExpression host) => new(host);

    public static implicit operator Term(long number) => new(HostExpression.Of(number));

    public static implicit operator Term(double number) => new(HostExpression.Code(
        double.IsNaN(number) ? "double.NaN"
        : double.IsNegativeInfinity(number) ? "double.NegativeInfinity"
        : number.ToString("R", CultureInfo.InvariantCulture) + "D"));

    public static implicit operator Term(Dim size) => new(Written(size));

    public static implicit operator Term(Term[] items) => new(items);

    public static Term operator +(Term left, Term right) => Arithmetic(Elementwise.Add, "+", left, right);

    public static Term operator -(Term left, Term right) => Arithmetic(Elementwise.Sub, "-", left, right);

    public static Term operator *(Term left, Term right) => Arithmetic(Elementwise.Mul, "*", left, right);

    public static Term operator /(Term left, Term right) => left.Apply(Elementwise.Div, right);

    public static Term operator -(Term term) => term._host is null ? term.Apply(Elementwise.Neg) : 0 - term;

    public static Term operator >(Term left, Term right) => left.Apply(Comparison.Gt, right);

    public static Term operator <(Term left, Term right) => left.Apply(Comparison.Lt, right);

    public static Term operator >=(Term left, Term right) => left.Apply(Comparison.Ge, right);

    public static Term operator <=(Term left, Term right) => left.Apply(Comparison.Le, right);

    public static Term operator |(Term left, Term right) => left.Apply(Comparison.LogicalOr, right);

    public static Term operator &(Term left, Term right) => left.Apply(Comparison.LogicalAnd, right);

    public static Term operator !(Term term) => term.Apply(Comparison.LogicalNot);

    /// <summary>Several sizes as one argument.</summary>
    public static Term List(IEnumerable<Dim> sizes) => HostExpression.List(sizes.Select(Written));

    /// <summary>Several axes as one argument.</summary>
    public static Term List(IEnumerable<int> axes) => HostExpression.List(axes.Select(axis => HostExpression.Of(axis)));

    /// <summary>An operation on this and further arguments, in the order of the table entry.</summary>
    public Term Apply(Operation operation, params Term[] rest) => ApplyMany(operation, rest)[0];

    /// <summary>As <see cref="Apply"/>, for an operation with several results.</summary>
    public Term[] ApplyMany(Operation operation, params Term[] rest)
    {
        Term[] all = [this, .. rest];
        var builder = all.Select(term => term._builder).First(known => known is not null)!;
        return [.. builder.AddMany(operation, [.. operation.Parameters.Zip(all, (name, term) => term.Argument(name))]).Select(id => new Term(builder, id))];
    }

    /// <summary>An element where <paramref name="mask"/> is false, zero where it is true.</summary>
    public Term Except(Term mask) => Apply(Elementwise.MaskedFill, mask, 0);

    /// <summary>An element where <paramref name="mask"/> is true, zero where it is false.</summary>
    public Term Only(Term mask) => Except(!mask);

    public Term Is(Term other) => Apply(Comparison.Eq, other);

    public Term Exp() => Apply(Elementwise.Exp);

    public Term Log() => Apply(Elementwise.Log);

    public Term Square() => Apply(Elementwise.Square);

    public Term Rsqrt() => Apply(Elementwise.Rsqrt);

    public Term Sigmoid() => Apply(Elementwise.Sigmoid);

    public Term Tanh() => Apply(Elementwise.Tanh);

    public Term Abs() => Apply(Elementwise.Abs);

    public Term Sign() => Apply(Elementwise.Sign);

    public Term Pow(Term exponent) => Apply(Elementwise.Pow, exponent);

    public Term MatMul(Term other) => Apply(Products.MatMul, other);

    public Term Unsqueeze(int axis) => Apply(Shapes.Unsqueeze, axis);

    public Term Squeeze(int axis) => Apply(Shapes.Squeeze, axis);

    public Term Flatten(int first, int last) => Apply(Shapes.Flatten, first, last);

    public Term Reshape(IEnumerable<Dim> shape) => Apply(Shapes.Reshape, List(shape));

    public Term Sum(IEnumerable<int> axes, bool keep = true) => Apply(Reductions.Sum, List(axes), keep ? True : False, Null);

    public Term Mean(IEnumerable<int> axes) => Apply(Reductions.Mean, List(axes), True, Null);

    public Term Flip(int axis) => Apply(Shapes.Flip, List([axis]));

    public Term Narrow(int axis, Dim start, Dim length) => Apply(Indexing.Narrow, axis, start, length);

    /// <summary>The last two axes exchanged; twice is not at all.</summary>
    public Term Transposed()
    {
        var id = _id;
        return _builder!.Ops.LastOrDefault(op => op.Results.Any(result => result.Id == id)) is { Operation: var operation } op
            && operation == Shapes.Transpose && op.Find("dim0")!.Host?.Constant == -2 && op.Find("dim1")!.Host?.Constant == -1
            ? new Term(_builder, op.Arguments[0].Values[0])
            : Apply(Shapes.Transpose, -2, -1);
    }

    /// <summary>Repeated to the shape of a value, whose elements are not read where its sizes are known.</summary>
    public Term ExpandTo(Term like) => Type.Shape is { } shape && shape == like.Type.Shape ? this
        : like.Type.Shape is { } sizes && sizes.All(size => size.IsWritable) ? Apply(Shapes.Expand, List(sizes))
        : Apply(Shapes.ExpandAs, like);

    /// <summary>The same elements in another shape, which must be known.</summary>
    public Term ReshapeTo(TensorType type) => type.Shape is { } shape ? Reshape(shape) : throw new DerivativeException("the shape of an operand is not known");

    /// <summary>Summed over the axes along which a value of that type was repeated to this shape.</summary>
    public Term SumTo(TensorType type)
    {
        if (Type.Shape is { } known && known == type.Shape)
        {
            return this;
        }

        if (type.Shape is not { } target)
        {
            throw new DerivativeException("the shape of an operand is not known");
        }

        var shape = Shape;
        var front = shape.Count - target.Count;
        if (front < 0)
        {
            throw new DerivativeException($"a gradient of shape {Type} does not fit a value of shape {type}");
        }

        var repeated = Enumerable.Range(0, target.Count).Where(axis => target[axis].Value == 1 && shape[axis + front].Value != 1).ToList();
        var term = repeated.Count == 0 ? this : Sum(repeated.Select(axis => axis + front));
        term = front == 0 ? term : term.Sum(Enumerable.Range(0, front), keep: false);
        for (var axis = 0; axis < target.Count; axis++)
        {
            // Only running tells whether such a size is one, and the axis repeated, or the same: in both cases it comes out when what is left is summed.
            if (target[axis] != term.Shape[axis] && target[axis].IsRunTime)
            {
                term = term.Reshape([.. term.Shape.Take(axis), target[axis], Dim.Constant(-1), .. term.Shape.Skip(axis + 1)]).Sum([axis + 1], keep: false);
            }
        }

        return term;
    }

    /// <summary>In the element type of a value.</summary>
    public Term As(Value like) => Type.Element == like.Type.Element ? this : Apply(Casting.TypeAs, new Term(_builder!, like.Id));

    private static Term Arithmetic(Operation operation, string symbol, Term left, Term right) => (left._host, right._host) switch
    {
        ({ Constant: { } a }, { Constant: { } b }) => symbol switch { "+" => a + b, "-" => a - b, _ => a * b },
        ({ } a, { } b) => HostExpression.Code($"({Text(a)} {symbol} {Text(b)})"),
        _ => left.Apply(operation, right),
    };

    private static HostExpression Written(Dim size) => size.IsWritable ? HostExpression.Of(size) : throw new DerivativeException($"the size {size} is known only when it runs");

    private static string Text(HostExpression host) => host.Text ?? host.Constant?.ToString(CultureInfo.InvariantCulture)
        ?? throw new DerivativeException($"the number {host.Size} is computed from sizes");

    private Argument Argument(string name) => _items is { } items ? Ir.Argument.OfList(name, items.Select(item => item._id))
        : _host is { } host ? Ir.Argument.Of(name, host)
        : Ir.Argument.Of(name, _id);
}
