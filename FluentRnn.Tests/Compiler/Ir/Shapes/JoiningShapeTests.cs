namespace FluentRnn.Tests.Compiler.Ir.Shapes;

public class JoiningShapeTests
{
    [Theory]
    [InlineData("x:floating[B, n] y:floating[B, m]", "cat([%x, %y], 1)", "floating[B, m + n]")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "cat([%x, %y], -1)", "floating[B, 2 * n]")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "cat([%x, %y], 0)", "floating[2 * B, n]")]
    [InlineData("x:floating[B, n] y:floating[B, m]", "cat([%x, %y], 0)", "FRNN054: x | (B, n) | y | (B, m) | 0")]
    [InlineData("x:floating[B, n] y:floating[B]", "cat([%x, %y], 1)", "FRNN054: x | (B, n) | y | (B) | 1")]
    [InlineData("x:floating[B, n] y:floating[B, m]", "cat([%x, %y], 2)", "FRNN053: 2 | x | (B, n)")]
    [InlineData("x:floating[B, n] y:floating[?]", "cat([%x, %y], 1)", "floating[?]")]
    [InlineData("x:floating[B, ?`k`, n] y:floating[B, m, n]", "cat([%x, %y], 2)", "floating[B, m, 2 * n]")]
    [InlineData("x:int64[B, n] y:floating[B, n]", "cat([%x, %y], 1)", "floating[B, 2 * n]")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "stack([%x, %y], 1)", "floating[B, 2, n]")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "stack([%x, %y], -1)", "floating[B, n, 2]")]
    [InlineData("x:floating[B, n] y:floating[B, m]", "stack([%x, %y], 0)", "FRNN054: x | (B, n) | y | (B, m) | 0")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "stack([%x, %y], 3)", "FRNN053: 3 | x | (B, n)")]
    public void Joined(string operands, string call, string expected) => ShapeRow.Check(operands, call, expected);

    [Theory]
    [InlineData("x:floating[]", "chunk(%x, 1, 0)", "FRNN052: chunk | at least 1 | x | 0")]
    [InlineData("x:floating[]", "tensor_split(%x, 1, 0)", "FRNN052: tensor_split | at least 1 | x | 0")]
    [InlineData("x:floating[B, 2 * n]", "chunk(%x, 2, 1)", "floating[B, n]; floating[B, n]")]
    [InlineData("x:floating[B, 6]", "chunk(%x, 3, -1)", "floating[B, 2]; floating[B, 2]; floating[B, 2]")]
    [InlineData("x:floating[B, 4 * n + 2 * m]", "chunk(%x, 2, 1)", "floating[B, m + 2 * n]; floating[B, m + 2 * n]")]
    [InlineData("x:floating[B, 10]", "chunk(%x, 4, 1)", "FRNN055: 10 | x | 4")]
    [InlineData("x:floating[B, n]", "chunk(%x, 2, 1)", "floating[B, ??`n after chunk(chunks: 2, dim: 1)`]; floating[B, ??`n after chunk(chunks: 2, dim: 1) #1`]")]
    [InlineData("x:floating[?]", "chunk(%x, 2, 1)", "unknown[?]; unknown[?]")]
    [InlineData("x:floating[B, 2 * n]", "chunk(%x, 2, 2)", "FRNN053: 2 | x | (B, 2 * n)")]
    [InlineData("x:floating[B, 3 * n]", "split(%x, n, 1)", "floating[B, n]; floating[B, n]; floating[B, n]")]
    [InlineData("x:floating[B, 5]", "split(%x, 2, 1)", "floating[B, 2]; floating[B, 2]; floating[B, 1]")]
    [InlineData("x:floating[B, n + m]", "split_sizes(%x, [n, m], 1)", "floating[B, n]; floating[B, m]")]
    [InlineData("x:floating[B, n]", "split_sizes(%x, [n, m], 1)", "FRNN058: x | (B, n) | parts of n, m")]
    [InlineData("x:floating[B, 5]", "tensor_split(%x, 2, 1)", "floating[B, 3]; floating[B, 2]")]
    [InlineData("x:floating[B, 2 * n]", "tensor_split(%x, 2, 1)", "floating[B, n]; floating[B, n]")]
    [InlineData("x:floating[B, 2]", "unbind(%x, 1)", "floating[B]; floating[B]")]
    public void TakenApart(string operands, string call, string expected) => ShapeRow.Check(operands, call, expected);
}
