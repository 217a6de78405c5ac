using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>The arithmetic of every kind of operation.</summary>
public class FlopsTests
{
    [Theory]
    [InlineData("%y = mm(%x, %w)", "2 * B * n * n")]
    [InlineData("%y = matmul(%x, %w)", "2 * B * n * n")]
    [InlineData("%y = linear(%x, %w, `null`)", "2 * B * n * n")]
    [InlineData("%b = select(%w, 0, 0); %y = linear(%x, %w, %b)", "2 * B * n * n + B * n")]
    [InlineData("%y = addmm(%c, %x, %w, 1, 1)", "2 * B * n * n + B * n")]
    [InlineData("%a = unsqueeze(%x, 1); %b = unsqueeze(%h, 2); %y = bmm(%a, %b)", "2 * B * n")]
    [InlineData("%y = einsum(`\"bi,ij->bj\"`, [%x, %w])", "2 * B * n * n")]
    [InlineData("%y = tanh(%x)", "B * n")]
    [InlineData("%y = add(%x, %h)", "B * n")]
    [InlineData("%y = mul(%x, `0.5`)", "B * n")]
    [InlineData("%y = lerp(%x, %h, %c)", "3 * B * n")]
    [InlineData("%y = addcmul(%x, %h, %c, 1)", "2 * B * n")]
    [InlineData("%y = addcmul(%x, %h, %c, `0.5`)", "3 * B * n")]
    [InlineData("%y = softmax(%x, 1, `null`)", "3 * B * n")]
    [InlineData("%y = layer_norm(%x, [n], `null`, `null`, `1E-05`)", "5 * B * n")]
    [InlineData("%b = select(%w, 0, 0); %y = layer_norm(%x, [n], %b, %b, `1E-05`)", "7 * B * n")]
    [InlineData("%y = sum(%x, [1], `false`, `null`)", "B * n")]
    [InlineData("%y = t(%w)", "0")]
    [InlineData("%y = cat([%x, %h], 1)", "0")]
    [InlineData("%y = zeros_like(%x, `null`, `null`)", "0")]
    [InlineData("%y, %i = sort(%x, 1, `false`, `false`)", null)]
    [InlineData("%y = call([%x], `own({0})`)", null)]
    public void The_last_operation_costs(string operations, string? flops)
    {
        var graph = Body.Read(operations, "next h = %h");
        var op = graph.Ops[graph.Ops.Count - 1];

        Assert.Equal(flops, Flops.Of(op, graph.Values())?.ByDegree());
    }

    [Fact]
    public void What_is_not_known_costs_what_is_not_known()
    {
        var graph = Body.Read("%a = call([%x], `own({0})`); %y = mm(%a, %w); %z = tanh(%a)", "next h = %h");

        Assert.All(graph.Ops, op => Assert.Null(Flops.Of(op, graph.Values())));
    }
}
