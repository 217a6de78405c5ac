namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    public static DerivativeRule LayerNorm { get; } = DerivativeRule.Of(
        ("self", static d => Normalized(d["self"], LayerAxes(d), d["eps"], d.IsAbsent("weight") ? d.G : d.G * d["weight"])),
        ("weight", static d => d.G * Standard(d["self"], LayerAxes(d), d["eps"]).Values),
        ("bias", static d => d.G));

    /// <summary>Each group of channels in a row; the slopes are those of channels, on the second axis.</summary>
    public static DerivativeRule GroupNorm { get; } = DerivativeRule.Of(
        ("self", static d => Normalized(Groups(d, d["self"]), [2], d["eps"], Groups(d, d.IsAbsent("weight") ? d.G : d.G * Channels(d, "weight"))).ReshapeTo(d["self"].Type)),
        ("weight", static d => (d.G * Standard(Groups(d, d["self"]), [2], d["eps"]).Values.ReshapeTo(d["self"].Type)).SumTo(Channels(d, "weight").Type).ReshapeTo(d["weight"].Type)),
        ("bias", static d => d.G.SumTo(Channels(d, "bias").Type).ReshapeTo(d["bias"].Type)));

    /// <summary>Divided by a norm that is at least a small number.</summary>
    public static DerivativeRule Normalize { get; } = OfSelf(static d =>
    {
        var (x, p, axis) = (d["self"], d["p"], d.Axis());
        var norm = x.Apply(Reductions.Norm, axis, Term.True, Single(p));
        var divisor = norm.Apply(Elementwise.ClampMin, d["eps"]);
        var ofNorm = -(d.G * x).Sum([axis]) / divisor.Square();
        return d.G / divisor + NormGradient(ofNorm.Except(norm < d["eps"]), x, norm, p, found => found.Sum([axis]));
    });

    public static DerivativeRule CosineSimilarity { get; } = DerivativeRule.Of(
        ("self", static d => Cosine(d, "self", "other")),
        ("other", static d => Cosine(d, "other", "self")));

    private static Term Cosine(DerivativeContext d, string name, string other)
    {
        var axis = (int)(d["dim"].Host?.Constant ?? throw new DerivativeException("'dim' is computed"));
        var (x, z) = (d[name], d[other]);
        var (g, y) = (d.G.Unsqueeze(axis), d.Y.Unsqueeze(axis));
        var (ofX, ofZ) = (Length(x), Length(z));
        return g * (z / (ofX * ofZ) - y * x / ofX.Square());

        Term Length(Term term) => term.Apply(Reductions.Norm, axis, Term.True, 2).Apply(Elementwise.ClampMin, d["eps"]);
    }

    /// <summary>The gradient of values of mean zero and variance one.</summary>
    private static Term Normalized(Term x, IReadOnlyList<int> axes, Term eps, Term g)
    {
        var (values, scale) = Standard(x, axes, eps);
        return (g - g.Mean(axes) - values * (g * values).Mean(axes)) * scale;
    }

    private static (Term Values, Term Scale) Standard(Term x, IReadOnlyList<int> axes, Term eps)
    {
        var scale = (x.Apply(Reductions.Var, Term.List(axes), Term.False, Term.True, Term.Null) + eps).Rsqrt();
        return ((x - x.Mean(axes)) * scale, scale);
    }

    private static IReadOnlyList<int> LayerAxes(DerivativeContext d)
    {
        var (rank, count) = (d["self"].Rank, d["shape"].Host?.Items?.Count ?? throw new DerivativeException("'shape' is computed"));
        return [.. Enumerable.Range(rank - count, count)];
    }

    private static Term Groups(DerivativeContext d, Term term) => term.Reshape([d.Shape("self")[0], Whole(d["groups"]), Dim.Constant(-1)]);

    private static Term Channels(DerivativeContext d, string name) =>
        d[name].Reshape(d.Shape("self").Select((_, axis) => axis == 1 ? d.Shape(name)[0] : Dim.One));
}
