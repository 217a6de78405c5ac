namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    /// <summary>The same elements in another shape.</summary>
    public static DerivativeRule View { get; } = OfSelf(static d => d.G.ReshapeTo(d["self"].Type));

    public static DerivativeRule Transpose { get; } = OfSelf(static d => d.G.Apply(Shapes.Transpose, d["dim0"], d["dim1"]));

    public static DerivativeRule TransposeMatrix { get; } = Of(static (g, _) => g.Apply(Shapes.T));

    public static DerivativeRule ReverseAxes { get; } = Of(static (g, _) => g.Apply(Shapes.ReverseAxes));

    public static DerivativeRule Permute { get; } = OfSelf(static d =>
    {
        var axes = d.Axes("self", "dims").ToList();
        return d.G.Apply(Shapes.Permute, Term.List(Enumerable.Range(0, axes.Count).Select(axis => axes.IndexOf(axis))));
    });

    public static DerivativeRule MoveAxis { get; } = OfSelf(static d => d.G.Apply(Shapes.MoveDim, d["destination"], d["dim"]));

    /// <summary>The copies lie on axes of their own, before those of the elements.</summary>
    public static DerivativeRule Repeat { get; } = OfSelf(static d =>
    {
        var shape = d.Shape("self");
        var sizes = d.Shapes.ListOf("sizes") ?? throw new DerivativeException("'sizes' is computed");
        var rank = Math.Max(sizes.Count, shape.Count);
        var apart = Enumerable.Range(0, rank).SelectMany(axis => new[] { At(sizes, axis - rank), At(shape, axis - rank) });
        return d.G.Reshape(apart).Sum(Enumerable.Range(0, rank).Select(axis => 2 * axis), keep: false);

        static Dim At(IReadOnlyList<Dim> list, int fromEnd) => fromEnd + list.Count is >= 0 and var i ? list[i] : Dim.One;
    });

    public static DerivativeRule RepeatInterleave { get; } = OfSelf(static d =>
    {
        var (shape, axis) = (d.Shape("self"), d.Axis());
        return d.G.Reshape([.. shape.Take(axis + 1), Whole(d["repeats"]), .. shape.Skip(axis + 1)]).Sum([axis + 1], keep: false);
    });

    public static DerivativeRule RepeatInterleaveAll { get; } = OfSelf(static d =>
        d.G.Reshape([Elements(d["self"]), Whole(d["repeats"])]).Sum([1], keep: false).ReshapeTo(d["self"].Type));

    public static DerivativeRule Flip { get; } = OfSelf(static d => d.G.Apply(Shapes.Flip, d["dims"]));

    public static DerivativeRule Roll { get; } = OfSelf(static d => d.G.Apply(Shapes.Roll, Negated(d["shifts"]), d["dims"]));

    public static DerivativeRule RollAll { get; } = OfSelf(static d => d.G.Apply(Shapes.RollAll, Negated(d["shifts"])));

    public static DerivativeRule Tril { get; } = OfSelf(static d => d.G.Apply(Shapes.Tril, d["diagonal"]));

    public static DerivativeRule Triu { get; } = OfSelf(static d => d.G.Apply(Shapes.Triu, d["diagonal"]));

    /// <summary>Of a vector the diagonal; of a matrix the gradient on the diagonal of zeros.</summary>
    public static DerivativeRule Diag { get; } = OfSelf(static d => d["self"].Rank == 1
        ? d.G.Apply(Shapes.Diag, d["diagonal"])
        : Diagonally(d, d["diagonal"], 0, 1));

    public static DerivativeRule Diagonal { get; } = OfSelf(static d => Diagonally(d, d["offset"], d.Axis(argument: "dim0"), d.Axis(argument: "dim1")));

    public static DerivativeRule DiagEmbed { get; } = OfSelf(static d => d.G.Apply(Shapes.Diagonal, d["offset"], d["dim0"], d["dim1"]));

    /// <summary>What was added is cut off.</summary>
    public static DerivativeRule Pad { get; } = OfSelf(static d => d.G.Apply(Shapes.Pad, Negated(d["pad"]), 0));

    public static DerivativeRule PadMode { get; } = DerivativeRule.Unknown("padding with what a tensor holds has no adjoint in the table");

    private static Term Diagonally(DerivativeContext d, Term offset, int first, int second)
    {
        var shape = d.Shape("self");
        return shape[first] == shape[second]
            ? d.G.Apply(Shapes.DiagEmbed, offset, -2, -1).Apply(Shapes.MoveDim, Term.List([-2, -1]), Term.List([first, second]))
            : throw new DerivativeException("the diagonal of a matrix that is not square cannot be put back with the operations of the table");
    }

    private static Term Negated(Term numbers) => numbers.Host switch
    {
        { Items: { } items } => HostExpression.List(items.Select(static item => Negated((Term)item).Host!)),
        { Size: { } size } => Dim.Constant(0) - size,
        { Text: { } text } => HostExpression.Code($"-({text})"),
        _ => throw new InvalidOperationException("Only a host expression can be negated."),
    };

    /// <summary>A size that an argument gives.</summary>
    private static Dim Whole(Term term) => term.Host is { } host ? ShapeRules.SizeOf(host) : throw new InvalidOperationException("A size is a host expression.");
}
