namespace FluentRnn.Generators.Ir;

/// <summary>Functions of square matrices, on the last two axes.</summary>
internal static class LinearAlgebra
{
    public static Operation Inverse { get; } = OfMatrix("inv", "torch.linalg.inv({self})", DerivativeRules.Inverse, ShapeRules.SquareMatrix, "inverse(self)");
    public static Operation Cholesky { get; } = OfMatrix("cholesky", "torch.linalg.cholesky({self})", DerivativeRules.Cholesky, ShapeRules.SquareMatrix, "Tensor.cholesky(self, _=false)");
    public static Operation MatrixExp { get; } = OfMatrix("matrix_exp", "{self}.matrix_exp()", DerivativeRules.MatrixExp, ShapeRules.SquareMatrix);
    public static Operation Det { get; } = OfMatrix("det", "{self}.det()", DerivativeRules.Det, ShapeRules.Determinant);
    public static Operation Logdet { get; } = OfMatrix("logdet", "{self}.logdet()", DerivativeRules.Logdet, ShapeRules.Determinant);

    public static Operation Solve { get; } = new()
    {
        Name = "solve",
        Calls = ["linalg.solve(self, other, _=true)"],
        Form = "torch.linalg.solve({self}, {other})",
        Shape = ShapeRules.Solve,
        Derivative = DerivativeRules.Solve,
    };

    public static Operation CholeskySolve { get; } = new()
    {
        Name = "cholesky_solve",
        Calls = ["cholesky_solve(other, self, _=false)"],
        Form = "{other}.cholesky_solve({self})",
        Shape = ShapeRules.Solve,
        Derivative = DerivativeRules.CholeskySolve,
    };

    private static Operation OfMatrix(string name, string form, DerivativeRule derivative, ShapeRule shape, params string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [name + "(self)", .. alsoCalled],
        Form = form,
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Any,
    };
}
