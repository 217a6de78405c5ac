namespace FluentRnn.Generators.Ir;

/// <summary>What a formula sees of one operation: its operands, its results, and the gradients of these.</summary>
/// <param name="op">The operation.</param>
/// <param name="builder">Where new operations are added.</param>
/// <param name="gradients">The gradient of each result, or null.</param>
/// <param name="position">Which of a list of operands the gradient is asked for.</param>
internal sealed class DerivativeContext(Op op, GraphBuilder builder, IReadOnlyList<int?> gradients, int position)
{
    /// <summary>The arguments as shape rules see them.</summary>
    public ShapeContext Shapes { get; } = new(op.Operation, op.Arguments, id => builder[id]);

    /// <summary>Which of a list of operands the gradient is asked for.</summary>
    public int Position => position;

    /// <summary>The gradient of the only, or first, result.</summary>
    public Term G => Gradient(0);

    /// <summary>The only, or first, result.</summary>
    public Term Y => Result(0);

    public int Results => op.Results.Count;

    /// <summary>An argument: a value, or a host expression.</summary>
    public Term this[string name] => op.Find(name) switch
    {
        { Host: { } host } => host,
        { Values: var values } => new Term(builder, values[0]),
        null => throw new InvalidOperationException($"'{op.Operation}' has no argument '{name}'."),
    };

    public Term Result(int i) => new(builder, op.Results[i].Id);

    /// <summary>The gradient of a result; zeros when nothing depends on it.</summary>
    public Term Gradient(int i) => gradients[i] is { } id ? new Term(builder, id) : Zeros(Result(i));

    /// <summary>The gradients of all results.</summary>
    public Term[] Gradients() => [.. Enumerable.Range(0, Results).Select(Gradient)];

    /// <summary>The values of a list of operands.</summary>
    public Term[] List(string name) => [.. op.Find(name)!.Values.Select(id => new Term(builder, id))];

    public bool IsAbsent(string name) => Shapes.IsAbsent(name);

    /// <summary>A host flag, which must be known.</summary>
    public bool Flag(string name) => Shapes.Flag(name) ?? throw new DerivativeException($"'{name}' is computed");

    /// <summary>The sizes of an operand, which must be known.</summary>
    public IReadOnlyList<Dim> Shape(string name) => this[name].Shape;

    /// <summary>The axis an argument names, counted from the front.</summary>
    public int Axis(string operand = "self", string argument = "dim") =>
        Shapes.AxisOf(operand, argument, Shape(operand).Count) ?? throw new DerivativeException($"'{argument}' is computed");

    /// <summary>The axes an argument names, counted from the front; all of them where it names none.</summary>
    public IReadOnlyList<int> Axes(string operand = "self", string argument = "dim")
    {
        var rank = Shape(operand).Count;
        var named = IsAbsent(argument) ? [] : Shapes.AxesOf(operand, argument, rank) ?? throw new DerivativeException($"'{argument}' is computed");
        return named.Count == 0 ? [.. Enumerable.Range(0, rank)] : named;
    }

    /// <summary>Zeros in the shape of a value, without reading it where its sizes are known.</summary>
    public Term Zeros(Term like) => gradients.FirstOrDefault(id => id is not null) is { } any && like.Type.Shape is { } shape && shape.All(size => size.IsWritable)
        ? new Term(builder, any).Apply(Creation.NewZeros, Term.List(shape), Term.Null, Term.Null)
        : like.Apply(Creation.ZerosLike, Term.Null, Term.Null);

    /// <summary>A result of a reduction, or its gradient, with the axes that were reduced put back with size one.</summary>
    public Term Restored(Term reduced, string operand = "self")
    {
        if (Shapes.Find("keepdim") is not null && Flag("keepdim"))
        {
            return reduced;
        }

        return Axes(operand).OrderBy(axis => axis).Aggregate(reduced, static (term, axis) => term.Unsqueeze(axis));
    }

    /// <summary>How many elements of an operand make one of a reduction.</summary>
    public Dim Count(string operand = "self") => Axes(operand).Aggregate(Dim.One, (size, axis) => size * Shape(operand)[axis]);
}
