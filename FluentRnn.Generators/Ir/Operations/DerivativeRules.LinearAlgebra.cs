namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    public static DerivativeRule Inverse { get; } = OfResult(static (g, y) => -y.Transposed().MatMul(g).MatMul(y.Transposed()));

    /// <summary>Murray 2016, "Differentiation of the Cholesky decomposition".</summary>
    public static DerivativeRule Cholesky { get; } = OfResult(static (g, y) =>
    {
        var inverse = y.Apply(LinearAlgebra.Inverse);
        var half = y.Transposed().MatMul(g).Apply(Shapes.Tril, 0);
        var middle = half - (half - half.Apply(Shapes.Tril, -1)) * 0.5;
        var whole = inverse.Transposed().MatMul(middle).MatMul(inverse);
        return (whole + whole.Transposed()) * 0.5;
    });

    /// <summary>The corner of the exponential of a matrix of four: Al-Mohy and Higham 2009.</summary>
    public static DerivativeRule MatrixExp { get; } = OfSelf(static d =>
    {
        var (x, n) = (d["self"].Transposed(), d["self"].Shape[d["self"].Rank - 1]);
        var upper = new Term[] { x, d.G }.Joined(-1);
        var lower = new Term[] { d.Zeros(d.G), x }.Joined(-1);
        return new[] { upper, lower }.Joined(-2).Apply(LinearAlgebra.MatrixExp).Narrow(-2, Dim.Constant(0), n).Narrow(-1, n, n);
    });

    /// <summary>Of a matrix that has an inverse.</summary>
    public static DerivativeRule Det { get; } = OfSelf(static d => OfDeterminant(d.G * d.Y, d["self"]));

    public static DerivativeRule Logdet { get; } = OfSelf(static d => OfDeterminant(d.G, d["self"]));

    public static DerivativeRule Solve { get; } = DerivativeRule.Of(
        ("self", static d => -Solved(d).MatMul(d.Y.Transposed())),
        ("other", static d => Solved(d)));

    /// <summary>With a lower triangle whose square is the matrix.</summary>
    public static DerivativeRule CholeskySolve { get; } = DerivativeRule.Of(
        ("other", static d => d.G.Apply(LinearAlgebra.CholeskySolve, d["self"])),
        ("self", static d => OfFactor(d["self"], d.G.Apply(LinearAlgebra.CholeskySolve, d["self"]).MatMul(d.Y.Transposed()))));

    private static Term OfFactor(Term factor, Term outer) => -(outer + outer.Transposed()).MatMul(factor);

    private static Term OfDeterminant(Term g, Term x) => g.Unsqueeze(-1).Unsqueeze(-1) * x.Apply(LinearAlgebra.Inverse).Transposed();

    private static Term Solved(DerivativeContext d) => d["self"].Transposed().Apply(LinearAlgebra.Solve, d.G);
}
