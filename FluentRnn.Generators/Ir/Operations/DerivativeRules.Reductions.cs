using System.Globalization;

namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    public static DerivativeRule Sum { get; } = OfSelf(static d => d.Restored(d.G).ExpandTo(d["self"]));

    /// <summary>Of all elements.</summary>
    public static DerivativeRule SumAll { get; } = OfSelf(static d => d.G.ExpandTo(d["self"]));

    public static DerivativeRule Nansum { get; } = OfSelf(static d => d.G.ExpandTo(d["self"]).Except(IsNan(d["self"])));

    public static DerivativeRule Mean { get; } = OfSelf(static d => (d.Restored(d.G) / d.Count()).ExpandTo(d["self"]));

    public static DerivativeRule MeanAll { get; } = OfSelf(static d => (d.G / Elements(d["self"])).ExpandTo(d["self"]));

    /// <summary>The product of all others, from both sides, so that a zero does no harm.</summary>
    public static DerivativeRule Prod { get; } = OfSelf(static d => d.Restored(d.G) * Others(d["self"], d.Axis()));

    public static DerivativeRule ProdAll { get; } = OfSelf(static d => d["self"].Rank == 0 ? d.G : (d.G * Others(d["self"].Flatten(0, -1), 0)).ReshapeTo(d["self"].Type));

    /// <summary>Shared evenly by the elements that are the extreme.</summary>
    public static DerivativeRule Extreme { get; } = OfSelf(static d =>
    {
        var found = d["self"].Is(d.Restored(d.Y)).Apply(Casting.TypeAs, d.G);
        return d.Restored(d.G) * found / found.Sum(d.Axes());
    });

    /// <summary>As <see cref="Extreme"/>, of all elements.</summary>
    public static DerivativeRule ExtremeOfAll { get; } = OfSelf(static d =>
    {
        var found = d["self"].Is(d.Y).Apply(Casting.TypeAs, d.G);
        return d.G * found / found.Apply(Reductions.SumAll, Term.Null);
    });

    /// <summary>The gradients of values, back where they were found.</summary>
    public static DerivativeRule Selection { get; } = OfSelf(static d => d["self"].Rank == 0
        ? d.G
        : d.Zeros(d["self"]).Apply(Indexing.Scatter, d.Axis(), d.Restored(d.Result(1)), d.Restored(d.G)));

    /// <summary>The gradients of values that stay in their axis, back where they were found; an element may be found more than once.</summary>
    public static DerivativeRule Reordering { get; } = OfSelf(static d => d.Zeros(d["self"]).Apply(Indexing.ScatterAdd, d.Axis(), d.Result(1), d.G));

    public static DerivativeRule Logsumexp { get; } = OfSelf(static d => d.Restored(d.G) * (d["self"] - d.Restored(d.Y)).Exp());

    public static DerivativeRule Var { get; } = OfSelf(static d => VarGradient(d, d.G));

    public static DerivativeRule Std { get; } = OfSelf(static d => VarGradient(d, StdGradient(d.G, d.Y)));

    public static DerivativeRule VarMean { get; } = OfSelf(static d => VarGradient(d, d.G) + MeanGradient(d, d.Gradient(1)));

    public static DerivativeRule StdMean { get; } = OfSelf(static d => VarGradient(d, StdGradient(d.G, d.Y)) + MeanGradient(d, d.Gradient(1)));

    public static DerivativeRule VarAll { get; } = OfSelf(static d => VarGradientOfAll(d, d.G));

    public static DerivativeRule StdAll { get; } = OfSelf(static d => VarGradientOfAll(d, StdGradient(d.G, d.Y)));

    public static DerivativeRule Norm { get; } = OfSelf(static d => NormGradient(d.Restored(d.G), d["self"], d.Restored(d.Y), d["p"], found => found.Sum(d.Axes())));

    public static DerivativeRule NormAll { get; } = OfSelf(static d => NormGradient(d.G, d["self"], d.Y, d["p"], static found => found.Apply(Reductions.SumAll, Term.Null)));

    public static DerivativeRule Softmax { get; } = OfSelf(static d => SoftmaxGradient(d.G, d.Y, d.Axis()));

    public static DerivativeRule LogSoftmax { get; } = OfSelf(static d => d.G - d.Y.Exp() * d.G.Sum([d.Axis()]));

    public static DerivativeRule Softmin { get; } = OfSelf(static d => -SoftmaxGradient(d.G, d.Y, d.Axis()));

    public static DerivativeRule Cumsum { get; } = OfSelf(static d => Backward(d.G, d.Axis(), Reductions.Cumsum, Term.Null));

    /// <summary>
    /// An element is in the products from its place on: in each, with those before it and those between. The products between are a triangle of
    /// n·n numbers; dividing by the element would fail at zero.
    /// </summary>
    public static DerivativeRule Cumprod { get; } = OfSelf(static d =>
    {
        var (x, axis) = (d["self"], d.Axis());
        var last = x.Apply(Shapes.Transpose, axis, -1);
        var size = x.Shape[axis];
        var square = last.Unsqueeze(-2).Apply(Shapes.Expand, Term.List([.. last.Shape.Take(x.Rank - 1), size, size]));
        var below = square.Apply(Creation.OnesLike, Term.Null, Term.Null).Apply(Shapes.Tril, 0) > 0;
        var between = square.Apply(Elementwise.MaskedFill, below, 1).Apply(Reductions.Cumprod, -1, Term.Null).Apply(Shapes.Triu, 0);
        var gradients = d.G.Apply(Shapes.Transpose, axis, -1).Unsqueeze(-1);
        return Before(x, axis) * between.MatMul(gradients).Squeeze(-1).Apply(Shapes.Transpose, axis, -1);
    });

    /// <summary>Positive and negative gradients apart, because their logarithms are summed.</summary>
    public static DerivativeRule Logcumsumexp { get; } = OfSelf(static d => Part(d, d.G) - Part(d, -d.G));

    private static Term Part(DerivativeContext d, Term gradient)
    {
        // The logarithm of nothing, without the trouble of infinities.
        const double none = -1e30;
        var logarithm = (gradient > 0).Apply(Elementwise.Where, gradient, gradient.Apply(Creation.OnesLike, Term.Null, Term.Null)).Log()
            .Apply(Elementwise.MaskedFill, gradient <= 0, none);
        return (Backward(logarithm - d.Y, d.Axis(), Reductions.Logcumsumexp) + d["self"]).Exp();
    }

    /// <summary>A running sum from the end.</summary>
    private static Term Backward(Term term, int axis, Operation operation, params Term[] rest) => term.Flip(axis).Apply(operation, [axis, .. rest]).Flip(axis);

    /// <summary>For every element the product of those before it along an axis.</summary>
    private static Term Before(Term x, int axis)
    {
        var one = x.Narrow(axis, Dim.Constant(0), Dim.One).Apply(Creation.OnesLike, Term.Null, Term.Null);
        return new Term[] { one, x.Narrow(axis, Dim.Constant(0), x.Shape[axis] - Dim.One) }.Joined(axis).Apply(Reductions.Cumprod, axis, Term.Null);
    }

    private static Term Others(Term x, int axis) => Before(x, axis) * Before(x.Flip(axis), axis).Flip(axis);

    private static Dim Elements(Term x) => x.Shape.Aggregate(Dim.One, static (product, size) => product * size);

    private static Term SoftmaxGradient(Term g, Term y, int axis) => g * y - y * (g * y).Sum([axis]);

    private static Term StdGradient(Term g, Term deviation) => (g / (2 * deviation)).Except(deviation.Is(0));

    private static Term MeanGradient(DerivativeContext d, Term g) => d.Restored(g) / d.Count();

    private static Term VarGradient(DerivativeContext d, Term g) => Spread(d, d.Restored(g), d["self"].Mean(d.Axes()), d.Count());

    private static Term VarGradientOfAll(DerivativeContext d, Term g) => d.Flag("unbiased")
        ? Spread(d, g, d["self"].Apply(Reductions.MeanAll), Elements(d["self"]))
        : throw new DerivativeException("TorchSharp 0.107 divides by one less than the number of elements all the same");

    private static Term Spread(DerivativeContext d, Term g, Term mean, Dim count) =>
        g * (d["self"] - mean) * 2 / (d.Flag("unbiased") ? count - Dim.One : count);

    /// <summary>The gradient of a p-norm; <paramref name="sum"/> sums as the norm does.</summary>
    private static Term NormGradient(Term g, Term x, Term norm, Term p, Func<Term, Term> sum) => Number(p) switch
    {
        0 => g * x * 0,
        1 => g * x.Sign(),
        2 => (g * (x / norm)).Except(norm.Is(0)),
        double.PositiveInfinity => x.Abs().Is(norm).Apply(Casting.TypeAs, x) is var found ? g * x.Sign() * found / sum(found) : default,
        _ => (g * x.Sign() * (x.Abs() / norm).Pow(p - 1)).Except(norm.Is(0)),
    };

    /// <summary>The number where TorchSharp takes a <c>float</c>.</summary>
    private static Term Single(Term number) => number.Host is { Text: { } text } ? HostExpression.Code($"(float)({text})") : number;

    /// <summary>A plain number; null when it is computed.</summary>
    private static double? Number(Term term) => term.Host switch
    {
        { Constant: { } whole } => whole,
        { Text: { } text } when text.EndsWith(nameof(double.PositiveInfinity), StringComparison.Ordinal) => double.PositiveInfinity,
        { } host when double.TryParse(CallArgument.LiteralOf(host), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
