namespace FluentRnn.Tests.Compiler.Ir.Shapes;

public class LinearAlgebraShapeTests
{
    [Theory]
    [InlineData("x:floating[n, n]", "inv(%x)", "floating[n, n]")]
    [InlineData("x:float64[B, h, n, n]", "inv(%x)", "float64[B, h, n, n]")]
    [InlineData("x:floating[n, m]", "inv(%x)", "FRNN050: x | (n, m) | x | (n, m) | m | n")]
    [InlineData("x:floating[n]", "inv(%x)", "FRNN052: inv | at least 2 | x | 1")]
    [InlineData("x:floating[n, m]", "cholesky(%x)", "FRNN050: x | (n, m) | x | (n, m) | m | n")]
    [InlineData("x:floating[B, n, n]", "matrix_exp(%x)", "floating[B, n, n]")]
    [InlineData("x:floating[B, n, m]", "matrix_exp(%x)", "FRNN050: x | (B, n, m) | x | (B, n, m) | m | n")]
    [InlineData("x:floating[B, n, n]", "det(%x)", "floating[B]")]
    [InlineData("x:floating[n, n]", "logdet(%x)", "floating[]")]
    [InlineData("x:floating[B, n, m]", "det(%x)", "FRNN050: x | (B, n, m) | x | (B, n, m) | m | n")]
    public void Of_one_matrix(string operands, string call, string expected) => ShapeRow.Check(operands, call, expected);

    [Theory]
    [InlineData("x:floating[B, n, n] y:floating[B, n, m]", "solve(%x, %y)", "floating[B, n, m]")]
    [InlineData("x:floating[n, n] y:floating[B, n, m]", "solve(%x, %y)", "floating[B, n, m]")]
    [InlineData("x:floating[n, n] y:floating[n, m]", "solve(%x, %y)", "floating[n, m]")]
    [InlineData("x:floating[B, n, n] y:floating[B, m, n]", "solve(%x, %y)", "FRNN050: x | (B, n, n) | y | (B, m, n) | n | m")]
    [InlineData("x:floating[B, n, m] y:floating[B, n, m]", "solve(%x, %y)", "FRNN050: x | (B, n, m) | x | (B, n, m) | m | n")]
    [InlineData("x:floating[?] y:floating[B, n, m]", "solve(%x, %y)", "floating[?]")]
    [InlineData("y:floating[B, n, m] x:floating[B, n, n]", "cholesky_solve(%y, %x)", "floating[B, n, m]")]
    [InlineData("y:floating[B, m, n] x:floating[B, n, n]", "cholesky_solve(%y, %x)", "FRNN050: x | (B, n, n) | y | (B, m, n) | n | m")]
    public void Of_two_matrices(string operands, string call, string expected) => ShapeRow.Check(operands, call, expected);
}
