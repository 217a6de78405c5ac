namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    public static DerivativeRule Relu { get; } = OfResult(static (g, y) => g.Except(y <= 0));
    public static DerivativeRule Relu6 { get; } = OfResult(static (g, y) => g.Except(y <= 0 | y >= 6));
    public static DerivativeRule Selu { get; } = Of(static (g, x) => g * Steps(x, x.Exp() * (SeluAlpha * SeluScale), SeluScale));
    public static DerivativeRule Hardsigmoid { get; } = Of(static (g, x) => (g / 6).Except(x <= -3 | x >= 3));

    public static DerivativeRule Silu { get; } = Of(static (g, x) =>
    {
        var s = x.Sigmoid();
        return g * s * (x * (1 - s) + 1);
    });

    public static DerivativeRule Hardswish { get; } = Of(static (g, x) =>
        (x >= 3).Apply(Elementwise.Where, g, g * (x / 3 + 0.5)).Except(x <= -3));

    public static DerivativeRule Gelu { get; } = Of(static (g, x) => GeluExact(g, x));

    public static DerivativeRule GeluApproximate { get; } = OfSelf(static d => d["approximate"].Host?.Text?.Split('.').Last() switch
    {
        "tanh" => GeluTanh(d.G, d["self"]),
        "none" => GeluExact(d.G, d["self"]),
        _ => throw new DerivativeException("'approximate' is computed"),
    });

    public static DerivativeRule Mish { get; } = Of(static (g, x) =>
    {
        var t = x.Apply(Activations.Softplus, 1, 20).Tanh();
        return g * (t + x * x.Sigmoid() * (1 - t.Square()));
    });

    public static DerivativeRule Softsign { get; } = Of(static (g, x) => g / (x.Abs() + 1).Square());
    public static DerivativeRule Tanhshrink { get; } = Of(static (g, x) => g * x.Tanh().Square());
    public static DerivativeRule Logsigmoid { get; } = Of(static (g, x) => g * (-x).Sigmoid());

    /// <summary>Nothing from minus to plus the bound.</summary>
    public static DerivativeRule Shrink { get; } = OfSelf(static d => d.G.Except(d["self"].Abs() <= d["lambda"]));

    public static DerivativeRule Elu { get; } = OfSelf(static d => d.G * Steps(d["self"], d["self"].Exp() * d["alpha"], 1));

    public static DerivativeRule EluScaled { get; } = OfSelf(static d =>
    {
        var (x, scale, inside) = (d["self"], d["scale"], d["input_scale"]);
        return d.G * Steps(x, (x * inside).Exp() * d["alpha"] * scale * inside, scale);
    });

    public static DerivativeRule Celu { get; } = OfSelf(static d => d.G * Steps(d["self"], (d["self"] / d["alpha"]).Exp(), 1));

    public static DerivativeRule LeakyRelu { get; } = OfSelf(static d => (d["self"] > 0).Apply(Elementwise.Where, d.G, d.G * d["negative_slope"]));

    public static DerivativeRule Hardtanh { get; } = DerivativeRule.Unknown("TorchSharp 0.107 gives back the operand of hardtanh as it is");

    /// <summary>Above the threshold it is the identity.</summary>
    public static DerivativeRule Softplus { get; } = OfSelf(static d =>
    {
        var scaled = d["self"] * d["beta"];
        return (scaled > d["threshold"]).Apply(Elementwise.Where, d.G, d.G * scaled.Sigmoid());
    });

    public static DerivativeRule Threshold { get; } = OfSelf(static d => d.G.Except(d["self"] <= d["threshold"]));

    /// <summary>The slopes lie along the second axis.</summary>
    public static DerivativeRule Prelu { get; } = DerivativeRule.Of(
        ("self", static d => (d["self"] > 0).Apply(Elementwise.Where, d.G, d.G * Slopes(d))),
        ("weight", static d => (d.G * d["self"]).Except(d["self"] > 0).SumTo(Slopes(d).Type).ReshapeTo(d["weight"].Type)));

    public static DerivativeRule Glu { get; } = OfSelf(static d =>
    {
        var halves = d["self"].ApplyMany(Joining.Chunk, 2, d["dim"]);
        var s = halves[1].Sigmoid();
        return new Term[] { d.G * s, d.G * halves[0] * s * (1 - s) }.Joined(d["dim"]);
    });

    /// <summary>One slope for positive numbers, another for the rest.</summary>
    private static Term Steps(Term x, Term rest, Term positive) => rest.Apply(Elementwise.MaskedFill, x > 0, positive);

    private static Term GeluExact(Term g, Term x) =>
        g * (((x * Math.Sqrt(0.5)).Apply(Elementwise.Erf) + 1) * 0.5 + x * (x.Square() * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI)));

    private static Term GeluTanh(Term g, Term x)
    {
        const double cubic = 0.044715;
        var factor = Math.Sqrt(2 / Math.PI);
        var t = ((x + x.Pow(3) * cubic) * factor).Tanh();
        return g * ((t + 1) * 0.5 + x * (1 - t.Square()) * (x.Square() * (3 * cubic) + 1) * (0.5 * factor));
    }

    private static Term Slopes(DerivativeContext d)
    {
        var (x, weight) = (d["self"], d["weight"]);
        return x.Rank < 2 || weight.Rank == 0 || weight.Shape[0].Value == 1 ? weight.Rank == 0 ? weight : weight.Reshape(Enumerable.Repeat(Dim.One, Math.Max(x.Rank, 1)))
            : weight.Reshape(Enumerable.Range(0, x.Rank).Select(axis => axis == 1 ? weight.Shape[0] : Dim.One));
    }

    private static Term Joined(this Term[] parts, Term dim) => ((Term)parts).Apply(Joining.Cat, dim);
}
