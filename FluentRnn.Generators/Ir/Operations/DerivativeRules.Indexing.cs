namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    public static DerivativeRule Select { get; } = OfSelf(static d => d.Zeros(d["self"]).Apply(Indexing.SelectScatter, d.G, d["dim"], d["index"]));

    public static DerivativeRule Narrow { get; } = OfSelf(static d =>
    {
        var (start, length) = (Whole(d["start"]), Whole(d["length"]));
        var from = start.IsNegative ? d.Shape("self")[d.Axis()] + start : start;
        return d.Zeros(d["self"]).Apply(Indexing.SliceScatter, d.G, d["dim"], from, from + length, 1);
    });

    public static DerivativeRule Slice { get; } = OfSelf(static d =>
        d.Zeros(d["self"]).Apply(Indexing.SliceScatter, d.G, d["dim"], d["start"], d["finish"], d["step"]));

    public static DerivativeRule IndexSelect { get; } = OfSelf(static d => d["self"].Rank == 0
        ? d.G
        : d.Zeros(d["self"]).Apply(Indexing.IndexAdd, d["dim"], d["index"], d.G, 1));

    public static DerivativeRule Gather { get; } = OfSelf(static d => d.Zeros(d["self"]).Apply(Indexing.ScatterAdd, d["dim"], d["index"], d.G));

    /// <summary>The other axes are broadcast.</summary>
    public static DerivativeRule TakeAlongDim { get; } = OfSelf(static d =>
    {
        var (self, axis) = (d["self"], d.Axis());
        var (to, from) = (d.Y.Shape, d.Y.Shape.Select((size, i) => i == axis ? self.Shape[axis] : size).ToList());
        var index = d["index"].Apply(Shapes.Expand, Term.List(to));
        return d.Zeros(d["self"].Apply(Shapes.Expand, Term.List(from))).Apply(Indexing.ScatterAdd, axis, index, d.G);
    });

    public static DerivativeRule Scatter { get; } = DerivativeRule.Of(
        ("self", static d => d.G.Apply(Indexing.Scatter, d["dim"], d["index"], d.Zeros(d["source"]))),
        ("source", static d => d.G.Apply(Indexing.Gather, d["dim"], d["index"])));

    public static DerivativeRule ScatterAdd { get; } = DerivativeRule.Of(
        ("self", static d => d.G),
        ("source", static d => d.G.Apply(Indexing.Gather, d["dim"], d["index"])));

    public static DerivativeRule IndexAdd { get; } = DerivativeRule.Of(
        ("self", static d => d.G),
        ("source", static d => Taken(d) * d["alpha"]));

    public static DerivativeRule IndexCopy { get; } = DerivativeRule.Of(
        ("self", static d => d.G.Apply(Indexing.IndexFill, d["dim"], d["index"], 0)),
        ("source", static d => Taken(d)));

    public static DerivativeRule IndexFill { get; } = OfSelf(static d => d.G.Apply(Indexing.IndexFill, d["dim"], d["index"], 0));

    public static DerivativeRule SelectScatter { get; } = DerivativeRule.Of(
        ("self", static d => d.G.Apply(Indexing.SelectScatter, d.Zeros(d["source"]), d["dim"], d["index"])),
        ("source", static d => d.G.Apply(Indexing.Select, d["dim"], d["index"])));

    public static DerivativeRule SliceScatter { get; } = DerivativeRule.Of(
        ("self", static d => d.G.Apply(Indexing.SliceScatter, d.Zeros(d["source"]), d["dim"], d["start"], d["finish"], d["step"])),
        ("source", static d => d.G.Apply(Indexing.Slice, d["dim"], d["start"], d["finish"], d["step"])));

    public static DerivativeRule Take { get; } = OfSelf(static d =>
        InRow(d.Zeros(d["self"])).Apply(Indexing.IndexAdd, 0, InRow(d["index"]), InRow(d.G), 1).ReshapeTo(d["self"].Type));

    /// <summary>A row gets the gradients of all places where it was read.</summary>
    public static DerivativeRule Embedding { get; } = DerivativeRule.Of("weight", static d => new Contribution.Rows(d["index"], d.G));

    private static Term Taken(DerivativeContext d) => d.G.Apply(Indexing.IndexSelect, d["dim"], d["index"]);

    private static Term InRow(Term term) => term.Reshape([Dim.Constant(-1)]);
}
