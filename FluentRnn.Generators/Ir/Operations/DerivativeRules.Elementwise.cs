namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    private const double Ln2 = 0.69314718055994530942;
    private const double Ln10 = 2.30258509299404568402;

    public static DerivativeRule Add { get; } = OfTwo("other", static (g, _, _) => g, static (g, _, _) => g);

    public static DerivativeRule Sub { get; } = OfTwo("other", static (g, _, _) => g, static (g, _, _) => -g);

    public static DerivativeRule Mul { get; } = OfTwo("other", static (g, _, z) => g * z, static (g, x, _) => g * x);

    public static DerivativeRule Div { get; } = DerivativeRule.Of(
        ("self", static d => d.G / d["other"]),
        ("other", static d => -(d.G * d.Y) / d["other"]));

    public static DerivativeRule AddScaled { get; } = DerivativeRule.Of(("self", static d => d.G), ("other", static d => d.G * d["alpha"]));

    public static DerivativeRule Remainder { get; } = OfTwo("other", static (g, _, _) => g, static (g, x, z) => -g * (x / z).Apply(Elementwise.Floor));

    public static DerivativeRule Fmod { get; } = OfTwo("other", static (g, _, _) => g, static (g, x, z) => -g * (x / z).Apply(Elementwise.Trunc));

    /// <summary>Zero where the quotient is rounded.</summary>
    public static DerivativeRule DivRounded { get; } = DerivativeRule.Of(
        ("self", static d => Rounds(d) ? d.Zeros(d.Y) : d.G / d["other"]),
        ("other", static d => Rounds(d) ? d.Zeros(d.Y) : -(d.G * d.Y) / d["other"]));

    public static DerivativeRule Pow { get; } = DerivativeRule.Of(
        ("self", static d => PowerBase(d.G, d["self"], d["exponent"])),
        ("exponent", static d => PowerExponent(d.G, d["self"], d["exponent"], d.Y)));

    /// <summary>In double precision, as the power itself.</summary>
    public static DerivativeRule FloatPower { get; } = DerivativeRule.Of(
        ("self", static d => PowerBase(d.G, Double(d["self"]), Double(d["exponent"]))),
        ("exponent", static d => PowerExponent(d.G, Double(d["self"]), Double(d["exponent"]), d.Y)));

    /// <summary>Half to each where both are equal.</summary>
    public static DerivativeRule Maximum { get; } = OfTwo("other", static (g, x, z) => Winner(g, x < z, x, z), static (g, x, z) => Winner(g, x > z, x, z));

    public static DerivativeRule Minimum { get; } = OfTwo("other", static (g, x, z) => Winner(g, x > z, x, z), static (g, x, z) => Winner(g, x < z, x, z));

    public static DerivativeRule Fmax { get; } = OfTwo("other", static (g, x, z) => g.Only(x >= z | IsNan(z)), static (g, x, z) => g.Except(x >= z | IsNan(z)));

    public static DerivativeRule Fmin { get; } = OfTwo("other", static (g, x, z) => g.Only(x <= z | IsNan(z)), static (g, x, z) => g.Except(x <= z | IsNan(z)));

    public static DerivativeRule Atan2 { get; } = OfTwo(
        "other",
        static (g, x, z) => InPolar(g * z, x, z),
        static (g, x, z) => InPolar(-g * x, x, z));

    public static DerivativeRule Hypot { get; } = DerivativeRule.Of(("self", static d => d.G * (d["self"] / d.Y)), ("other", static d => d.G * (d["other"] / d.Y)));

    public static DerivativeRule Copysign { get; } = DerivativeRule.Of("self", static d => d.G * (d.Y / d["self"]).Except(d["self"].Is(0)));

    public static DerivativeRule Logaddexp { get; } = OfTwo("other", static (g, x, z) => g / ((z - x).Exp() + 1), static (g, x, z) => g / ((x - z).Exp() + 1));

    public static DerivativeRule Logaddexp2 { get; } = OfTwo(
        "other",
        static (g, x, z) => g / ((z - x).Apply(Elementwise.Exp2) + 1),
        static (g, x, z) => g / ((x - z).Apply(Elementwise.Exp2) + 1));

    public static DerivativeRule Xlogy { get; } = OfTwo(
        "other",
        static (g, x, z) => g.Apply(Elementwise.Xlogy, z).Except(x.Is(0) & (z <= 0)),
        static (g, x, z) => g * x / z);

    public static DerivativeRule Ldexp { get; } = DerivativeRule.Of(
        ("self", static d => d.G * d["other"].Apply(Elementwise.Exp2)),
        ("other", static d => d.G * d.Y * Ln2));

    public static DerivativeRule Neg { get; } = Of(static (g, _) => -g);
    public static DerivativeRule Abs { get; } = Of(static (g, x) => g * x.Sign());
    public static DerivativeRule Square { get; } = Of(static (g, x) => g * (2 * x));
    public static DerivativeRule Deg2Rad { get; } = Of(static (g, _) => g * (Math.PI / 180));
    public static DerivativeRule Rad2Deg { get; } = Of(static (g, _) => g * (180 / Math.PI));

    public static DerivativeRule Exp { get; } = OfResult(static (g, y) => g * y);
    public static DerivativeRule Exp2 { get; } = OfResult(static (g, y) => g * y * Ln2);
    public static DerivativeRule Expm1 { get; } = OfResult(static (g, y) => g * (y + 1));
    public static DerivativeRule Log { get; } = Of(static (g, x) => g / x);
    public static DerivativeRule Log1p { get; } = Of(static (g, x) => g / (x + 1));
    public static DerivativeRule Log2 { get; } = Of(static (g, x) => g / (x * Ln2));
    public static DerivativeRule Log10 { get; } = Of(static (g, x) => g / (x * Ln10));
    public static DerivativeRule Sqrt { get; } = OfResult(static (g, y) => g / (2 * y));
    public static DerivativeRule Rsqrt { get; } = OfResult(static (g, y) => -0.5 * g * y.Pow(3));
    public static DerivativeRule Reciprocal { get; } = OfResult(static (g, y) => -g * y.Square());
    public static DerivativeRule Sin { get; } = Of(static (g, x) => g * x.Apply(Elementwise.Cos));
    public static DerivativeRule Cos { get; } = Of(static (g, x) => -g * x.Apply(Elementwise.Sin));
    public static DerivativeRule Tan { get; } = OfResult(static (g, y) => g * (y.Square() + 1));
    public static DerivativeRule Asin { get; } = Of(static (g, x) => g * (1 - x.Square()).Rsqrt());
    public static DerivativeRule Acos { get; } = Of(static (g, x) => -g * (1 - x.Square()).Rsqrt());
    public static DerivativeRule Atan { get; } = Of(static (g, x) => g / (x.Square() + 1));
    public static DerivativeRule Sinh { get; } = Of(static (g, x) => g * x.Apply(Elementwise.Cosh));
    public static DerivativeRule Cosh { get; } = Of(static (g, x) => g * x.Apply(Elementwise.Sinh));
    public static DerivativeRule Tanh { get; } = OfResult(static (g, y) => g * (1 - y.Square()));
    public static DerivativeRule Asinh { get; } = Of(static (g, x) => g * (x.Square() + 1).Rsqrt());
    public static DerivativeRule Acosh { get; } = Of(static (g, x) => g * (x.Square() - 1).Rsqrt());
    public static DerivativeRule Atanh { get; } = Of(static (g, x) => g / (1 - x.Square()));
    public static DerivativeRule Sigmoid { get; } = OfResult(static (g, y) => g * y * (1 - y));
    public static DerivativeRule Erf { get; } = Of(static (g, x) => g * (2 / Math.Sqrt(Math.PI)) * (-x.Square()).Exp());
    public static DerivativeRule Erfc { get; } = Of(static (g, x) => g * (-2 / Math.Sqrt(Math.PI)) * (-x.Square()).Exp());
    public static DerivativeRule Erfinv { get; } = OfResult(static (g, y) => g * (Math.Sqrt(Math.PI) / 2) * y.Square().Exp());
    public static DerivativeRule Lgamma { get; } = Of(static (g, x) => g * x.Apply(Elementwise.Digamma));
    public static DerivativeRule Digamma { get; } = DerivativeRule.Unknown("the trigamma function is no operation of the table");

    public static DerivativeRule Sinc { get; } = DerivativeRule.Of(
        ("self", static d => (d.G * (((d["self"] * Math.PI).Apply(Elementwise.Cos) - d.Y) / d["self"])).Except(d["self"].Is(0))));

    public static DerivativeRule Logit { get; } = OfSelf(static d =>
    {
        var (x, eps) = (d["self"], d["eps"]);
        var gradient = d.G / (x * (1 - x));
        return d.IsAbsent("eps")
            ? gradient.Apply(Elementwise.MaskedFill, x < 0 | x > 1, double.NaN)
            : gradient.Except(x < eps | x > 1 - eps);
    });

    public static DerivativeRule NanToNum { get; } = Of(static (g, x) => g.Only(x.Apply(Comparison.IsFinite)));

    /// <summary>What a bound replaces gets nothing; a bound gets what it replaces, the upper one first.</summary>
    public static DerivativeRule Clamp { get; } = DerivativeRule.Of(
        ("self", static d => Within(d, d["self"])),
        ("min", static d => d.G.Only(d.IsAbsent("max") ? d["self"] < d["min"] : d["self"] < d["min"] & d["min"] < d["max"])),
        ("max", static d => d.G.Only(d.IsAbsent("min") ? d["self"] > d["max"] : d["self"] > d["max"] | d["max"] < d["min"])));

    public static DerivativeRule ClampMin { get; } = OfTwo("min", static (g, x, bound) => g.Except(x < bound), static (g, x, bound) => g.Only(x < bound));

    public static DerivativeRule ClampMax { get; } = OfTwo("max", static (g, x, bound) => g.Except(x > bound), static (g, x, bound) => g.Only(x > bound));

    public static DerivativeRule Lerp { get; } = DerivativeRule.Of(
        ("self", static d => d.G * (1 - d["weight"])),
        ("end", static d => d.G * d["weight"]),
        ("weight", static d => d.G * (d["end"] - d["self"])));

    public static DerivativeRule Addcmul { get; } = DerivativeRule.Of(
        ("self", static d => d.G),
        ("tensor1", static d => d.G * d["tensor2"] * d["value"]),
        ("tensor2", static d => d.G * d["tensor1"] * d["value"]));

    public static DerivativeRule Addcdiv { get; } = DerivativeRule.Of(
        ("self", static d => d.G),
        ("tensor1", static d => d.G * d["value"] / d["tensor2"]),
        ("tensor2", static d => -(d.G * d["value"]) * (d["tensor1"] / d["tensor2"].Square())));

    public static DerivativeRule Where { get; } = DerivativeRule.Of(
        ("self", static d => d.G.Only(d["condition"])),
        ("other", static d => d.G.Except(d["condition"])));

    public static DerivativeRule MaskedFill { get; } = OfSelf(static d => d.G.Except(d["mask"]));

    public static DerivativeRule Real { get; } = OfSelf(static d =>
        d["self"].Type.Element.IsFloating() ? d.G : throw new DerivativeException("derivatives of complex numbers are not known"));

    private static bool Rounds(DerivativeContext d) => d["rounding"].Host?.Text?.Split('.').Last() switch
    {
        "floor" or "trunc" => true,
        "None" => false,
        _ => throw new DerivativeException("'rounding' is computed"),
    };

    private static Term PowerBase(Term g, Term x, Term exponent) => exponent.Host is { Constant: 0 } ? g * 0
        : exponent.Host is not null ? g * (exponent * x.Pow(exponent - 1))
        : (g * (exponent * x.Pow(exponent - 1))).Except(exponent.Is(0));

    private static Term PowerExponent(Term g, Term x, Term exponent, Term y) => (g * (y * x.Log())).Except(x.Is(0) & exponent >= 0);

    private static Term Double(Term term) => term.Host is null ? term.Apply(Casting.Double) : term;

    /// <summary>A gradient for a number where it wins over another, half of it where both are equal.</summary>
    private static Term Winner(Term g, Term loses, Term first, Term second) => first.Is(second).Apply(Elementwise.Where, g * 0.5, g).Except(loses);

    private static Term Within(DerivativeContext d, Term x)
    {
        var g = d.IsAbsent("min") ? d.G : d.G.Except(x < d["min"]);
        return d.IsAbsent("max") ? g : g.Except(x > d["max"]);
    }

    /// <summary>Over the square of the distance from the origin; nothing there.</summary>
    private static Term InPolar(Term term, Term x, Term y)
    {
        var square = x.Square() + y.Square();
        return (term / square).Except(square.Is(0));
    }

    private static Term IsNan(Term term) => term.Apply(Comparison.IsNan);
}
