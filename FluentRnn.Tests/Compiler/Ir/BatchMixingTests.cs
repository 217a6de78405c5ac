using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

public class BatchMixingTests
{
    [Theory]
    [InlineData("x:floating[B, n]", "sum(%x, 0, `false`, `null`)")]
    [InlineData("x:floating[B, n]", "mean(%x, [0, 1], `false`, `null`)")]
    [InlineData("x:floating[B, n]", "softmax(%x, -2, `null`)")]
    [InlineData("x:floating[B, n]", "sum_all(%x, `null`)")]
    [InlineData("x:floating[B]", "argmax_all(%x)")]
    [InlineData("x:floating[B, n]", "cumsum(%x, 0, `null`)")]
    [InlineData("x:floating[B, n]", "select(%x, 0, 0)")]
    [InlineData("x:floating[B, n]", "narrow(%x, 0, 0, 1)")]
    [InlineData("x:floating[B, n]", "flip(%x, [0])")]
    [InlineData("x:floating[B, n] i:int64[k]", "index_select(%x, 0, %i)")]
    [InlineData("x:floating[B, n] w:floating[m, B]", "matmul(%w, %x)")]
    [InlineData("x:floating[n, B] w:floating[B, m]", "mm(%x, %w)")]
    [InlineData("x:floating[B, n] y:floating[n, B]", "matmul(%x, %y)")]
    [InlineData("x:floating[B, n] y:floating[B, n, m]", "matmul(%x, %y)")]
    [InlineData("x:floating[B] y:floating[B]", "dot(%x, %y)")]
    [InlineData("x:floating[n, B] w:floating[m, B]", "linear(%x, %w, `null`)")]
    [InlineData("b:floating[m] x:floating[n, B] w:floating[B, m]", "addmm(%b, %x, %w, 1, 1)")]
    [InlineData("x:floating[B] y:floating[B, 1]", "add(%x, %y)")]
    [InlineData("x:floating[n, B]", "layer_norm(%x, [B], `null`, `null`, `1E-05`)")]
    [InlineData("x:floating[3, B, 8] w:floating[5, B, 3]", "conv1d(%x, %w, `null`, `null`, 1, `null`, 1)")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "einsum(`\"bi,ci->bc\"`, [%x, %y])")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "einsum(`\"bi,bi->i\"`, [%x, %y])")]
    [InlineData("w:floating[B, n] i:int64[k]", "embedding(%w, %i)")]
    [InlineData("x:floating[B]", "multinomial(%x, 1, `false`, `null`)")]
    [InlineData("x:floating[B, B]", "logdet(%x)")]
    [InlineData("x:floating[n, n] y:floating[n, B]", "solve(%x, %y)")]
    public void Combines_rows(string operands, string call) => Assert.True(Mixes(operands, call));

    [Theory]
    [InlineData("x:floating[B, n]", "sum(%x, 1, `false`, `null`)")]
    [InlineData("x:floating[B, n]", "softmax(%x, -1, `null`)")]
    [InlineData("x:floating[n, m]", "sum_all(%x, `null`)")]
    [InlineData("x:floating[?]", "sum_all(%x, `null`)")]
    [InlineData("x:floating[?]", "sum(%x, 0, `false`, `null`)")]
    [InlineData("x:floating[B, n]", "sum(%x, `axis`, `false`, `null`)")]
    [InlineData("x:floating[B, n]", "select(%x, 1, 0)")]
    [InlineData("x:floating[B, n] y:floating[B, m]", "cat([%x, %y], 1)")]
    [InlineData("x:floating[B, n] w:floating[n, m]", "matmul(%x, %w)")]
    [InlineData("x:floating[B, n, m] w:floating[B, m, k]", "bmm(%x, %w)")]
    [InlineData("x:floating[B, 1, n] w:floating[B, n, m]", "matmul(%x, %w)")]
    [InlineData("x:floating[m, n] w:floating[B, n, k]", "matmul(%x, %w)")]
    [InlineData("x:floating[B, n] w:floating[m, n]", "linear(%x, %w, `null`)")]
    [InlineData("b:floating[m] x:floating[B, n] w:floating[n, m]", "addmm(%b, %x, %w, 1, 1)")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "add(%x, %y)")]
    [InlineData("x:floating[B, n] y:floating[B, 1]", "mul(%x, %y)")]
    [InlineData("x:floating[B, n]", "mul(%x, 2)")]
    [InlineData("x:floating[B, n]", "layer_norm(%x, [n], `null`, `null`, `1E-05`)")]
    [InlineData("x:floating[B, 3, 8] w:floating[5, 3, 3]", "conv1d(%x, %w, `null`, `null`, 1, `null`, 1)")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "einsum(`\"bi,bi->b\"`, [%x, %y])")]
    [InlineData("x:floating[B, n] y:floating[B, n]", "einsum(`equation`, [%x, %y])")]
    [InlineData("w:floating[v, n] i:int64[B]", "embedding(%w, %i)")]
    [InlineData("x:floating[B, n]", "multinomial(%x, 1, `false`, `null`)")]
    [InlineData("x:floating[B, n]", "transpose(%x, 0, 1)")]
    [InlineData("x:floating[B, n, n]", "inv(%x)")]
    [InlineData("x:floating[B, n, n] y:floating[B, n, m]", "solve(%x, %y)")]
    public void Keeps_rows_apart(string operands, string call) => Assert.False(Mixes(operands, call));

    private static bool Mixes(string operands, string call)
    {
        var inputs = operands.Split("] ").Select(operand => operand.TrimEnd(']')).Select(operand => $"%{operand}] = constant {operand.Split(':')[0]}\n");
        var graph = IrReader.Read($"inputs\n{string.Concat(inputs)}let\n%r = {call}\nin\n");
        var values = graph.Values();
        return BatchMixing.Mixes(graph.Ops.Single(), id => values[id]);
    }
}
