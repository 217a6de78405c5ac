using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>Which operations can be computed on the rows of all steps, and why the others cannot.</summary>
public class StepsAsRowsTests
{
    const string Inputs = """
        %grown:floating[B, ?`{h}.shape[1]`] = state grown; %wide:floating[B, ?`{x}.shape[1]`] = sequence wide; %fixed:floating[B, ?`{c}.shape[1]`] = sequence fixed; %part:floating[B, ??`half`] = sequence part;
        %memory:floating[B, 3, n] = constant memory; %m:floating[3, n] = weight m; %s:floating[n, n] = state s; %fast:floating[B, n, n] = state fast; %table:floating[4, n] = weight table;
        %keys:floating[B, n] = constant keys; %i:int64[B] = sequence i
        """;

    [Theory]
    [InlineData("%y = tanh(%x)")]
    [InlineData("%y = mul(%x, `{c}.shape[1]`)")]
    [InlineData("%y = mul(%x, n)")]
    [InlineData("%y = mul(%x, T)")]
    [InlineData("%y = view(%x, [B, 1, n])")]
    [InlineData("%1 = unsqueeze(%x, 1); %y = transpose(%1, 1, 2)")]
    [InlineData("%y = sum(%x, [1], `false`, `null`)")]
    [InlineData("%y = tanh(%wide)")]
    [InlineData("%y = tanh(%fixed)")]
    [InlineData("%y = softmax(%x, 1, `null`)")]
    [InlineData("%1 = sum(%w, [0], `false`, `null`); %y = add(%x, %1)")]
    [InlineData("%1 = unsqueeze(%x, 1); %y = add(%1, %m)")]
    [InlineData("%y = add(%x, %c)")]
    [InlineData("%y = linear(%x, %w, `null`)")]
    [InlineData("%y = bmm(%fast, %fast)")]
    [InlineData("%y = embedding(%table, %i)")]
    [InlineData("%y = type_as(%x, %w)")]
    public void Can(string operations) => Assert.Null(Why(operations));

    [Theory]
    [InlineData("%y = dropout(%x, `0.5`, `true`)", "it has effects, or is not known to the compiler")]
    [InlineData("%y = call([%x], `own({0})`)", "it has effects, or is not known to the compiler")]
    [InlineData("%y = tile(%x, [1, 2])", "'tile' is not known to keep rows apart")]
    [InlineData("%y = mul(%x, `{h}.shape[1]`)", "it reads the size of something that changes")]
    [InlineData("%y = mul(%x, `{x}.shape[1]`)", "it reads the size of something that changes")]
    [InlineData("%y = mul(%x, B)", "it reads the size of the batch")]
    [InlineData("%y = clamp(%x, 0, 2 * B + 1)", "it reads the size of the batch")]
    [InlineData("%y = transpose(%x, 0, 1)", "its result does not begin with the batch axis")]
    [InlineData("%y = sum(%x, [0], `false`, `null`)", "its result does not begin with the batch axis")]
    [InlineData("%y = unsqueeze(%x, 0)", "its result does not begin with the batch axis")]
    [InlineData("%y = view(%x, [B * n])", "its result does not begin with the batch axis")]
    [InlineData("%1 = transpose(%x, 0, 1); %y = mm(%x, %1)", "its result does not begin with the batch axis")]
    [InlineData("%1 = call([%x], `own({0})`); %y = tanh(%1)", "its result does not begin with the batch axis")]
    [InlineData("%y = tanh(%grown)", "its sizes can change from step to step")]
    [InlineData("%y = tanh(%part)", "its sizes can change from step to step")]
    [InlineData("%y = softmax(%x, 0, `null`)", "it combines rows of the batch")]
    [InlineData("%y = flip(%x, [0])", "it combines rows of the batch")]
    [InlineData("%y = embedding(%keys, %i)", "it combines rows of the batch")]
    [InlineData("%1 = sum(%x, [0], `false`, `null`); %y = add(%x, %1)", "it reads something that does not begin with the batch axis")]
    [InlineData("%1 = sum(%x, [0], `true`, `null`); %y = add(%x, %1)", "it reads something that does not begin with the batch axis")]
    [InlineData("%y = linear(%x, %s, `null`)", "it reads something that does not begin with the batch axis")]
    [InlineData("%1 = unsqueeze(%x, 1); %y = add(%1, %memory)", "it reads a constant that is too large to be repeated for every step")]
    [InlineData("%y = type_as(%x, %c)", "it reads a constant that is too large to be repeated for every step")]
    [InlineData("%y = type_as(%x, %h)", "what 'type_as' takes beside its input changes from step to step")]
    public void Cannot(string operations, string why) => Assert.Equal(why, Why(operations));

    static string? Why(string operations)
    {
        var graph = Body.Read(operations, "sequence y = %y", Inputs);
        var stages = StageAnalysis.Run(graph, Body.Spec);
        return new StepsAsRows(graph, Body.Spec, value => stages[value] == Generators.Ir.Stage.Invariant).WhyNot(graph.Ops.Last());
    }
}
