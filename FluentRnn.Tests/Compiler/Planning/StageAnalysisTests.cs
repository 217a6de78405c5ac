using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>The binding time of a value, row by row.</summary>
public class StageAnalysisTests
{
    [Theory]
    [InlineData("%v = tanh(%w)", "next h = %x", "Invariant")]
    [InlineData("%v = tanh(%c)", "next h = %x", "Invariant")]
    [InlineData("%v = ones([B, n], `null`, `null`)", "next h = %x", "Invariant")]
    [InlineData("%v = mm(%x, %w)", "next h = %v", "Time")]
    [InlineData("%v = mm(%x, %w)", "next h = %x; sequence y = %v", "Time")]
    [InlineData("%v = add(%x, %c)", "next h = %h", "Time")]
    [InlineData("%v = mm(%h, %w)", "next h = %v", "Carry")]
    [InlineData("%v = mm(%h, %w)", "next h = %x; sequence y = %v", "Out")]
    [InlineData("%v = mm(%h, %w)", "next h = %x; last y = %v", "Out")]
    [InlineData("%v = mm(%h, %w)", "next h = %x; sequence y = %v; done = %v", "Carry")]
    [InlineData("%v = dropout(%c, `0.5`, `true`)", "next h = %x; sequence y = %v", "Carry")]
    [InlineData("%v = dropout(%x, `0.5`, `true`)", "next h = %x; sequence y = %v", "Carry")]
    [InlineData("%v = call([%c], `own({0})`)", "next h = %x; sequence y = %v", "Carry")]
    [InlineData("%v = call([%h], `own({0})`)", "next h = %x; sequence y = %v", "Carry")]
    public void A_value(string operation, string returned, string stage) => Assert.Equal(stage, StageOf(operation, returned));

    [Fact]
    public void What_a_random_operation_reads_stays_in_the_loop() =>
        Assert.Equal("Carry", StageOf("%v = tanh(%h); %d = dropout(%v, `0.5`, `true`)", "next h = %x; sequence y = %d"));

    [Fact]
    public void What_reads_a_random_operation_need_not() =>
        Assert.Equal("Out", StageOf("%d = dropout(%h, `0.5`, `true`); %v = tanh(%d)", "next h = %x; sequence y = %v"));

    [Fact]
    public void What_an_opaque_operation_reads_stays_in_the_loop() =>
        Assert.Equal("Carry", StageOf("%v = tanh(%h); %d = call([%v], `own({0})`)", "next h = %x; sequence y = %d"));

    [Fact]
    public void One_result_in_use_keeps_all_of_an_operation_in_the_loop() =>
        Assert.Equal("Carry", StageOf("%u, %v = chunk(%h, 2, 0)", "next h = %u; sequence y = %v"));

    [Theory]
    [InlineData("{x}.shape[1]", "Time")]
    [InlineData("{h}.shape[1]", "Carry")]
    [InlineData("{c}.shape[1]", "Invariant")]
    [InlineData("_size", "Invariant")]
    public void A_size_is_read_where_its_slot_is(string size, string stage) =>
        Assert.Equal(stage, StageOf($"%v = ones([B, ?`{size}`], `null`, `null`)", "next h = %v"));

    static string StageOf(string operations, string returned)
    {
        var graph = Body.Read(operations, returned);
        return StageAnalysis.Run(graph, Body.Spec)[graph.Values().Values.Single(value => value.Name == "v").Id].ToString();
    }
}
