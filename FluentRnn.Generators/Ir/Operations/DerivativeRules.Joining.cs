namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    public static DerivativeRule Cat { get; } = DerivativeRule.Of("tensors", static d =>
    {
        var parts = d.List("tensors");
        var dim = d["dim"].Host?.Constant ?? throw new DerivativeException("'dim' is computed");
        var axis = (int)(dim < 0 ? dim + parts[0].Rank : dim);
        var start = parts.Take(d.Position).Aggregate(Dim.Constant(0), (sum, part) => sum + part.Shape[axis]);
        return d.G.Narrow(axis, start, parts[d.Position].Shape[axis]);
    });

    public static DerivativeRule Stack { get; } = DerivativeRule.Of(("tensors", static d => d.G.Apply(Indexing.Select, d["dim"], d.Position)));

    /// <summary>The parts of an axis.</summary>
    public static DerivativeRule Parts { get; } = OfSelf(static d => d.Gradients().Joined(d["dim"]));

    public static DerivativeRule Unbind { get; } = OfSelf(static d => ((Term)d.Gradients()).Apply(Joining.Stack, d["dim"]));
}
