using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>How many numbers are made for all steps at once, for each step and row, beside the outputs.</summary>
public class AllStepsMemoryTests
{
    [Theory]
    // Made ahead.
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h)", "next h = %y; last y = %y", "n")]
    // Collected, and made of it; not the output.
    [InlineData("%y = tanh(%h); %a = mm(%y, %w); %l = sigmoid(%a)", "next h = %y; sequence l = %l", "2 * n")]
    // A constant is repeated for every step; what is computed once of it, likewise.
    [InlineData("%p = add(%x, %c); %y = add(%p, %h)", "next h = %y; last y = %y", "2 * n")]
    [InlineData("%k = mm(%c, %w); %p = add(%x, %k); %y = add(%p, %h)", "next h = %y; last y = %y", "2 * n")]
    // Views take no memory; parts are views.
    [InlineData("%p = mm(%x, %w); %a, %b = chunk(%p, 2, 1); %y = tanh(%h)", "next h = %y; sequence a = %a; sequence b = %b", "n")]
    // Nothing: all in the loop, once a call, or the output itself.
    [InlineData("%y = add(%x, %h)", "next h = %y; sequence y = %y", "0")]
    [InlineData("%k = tanh(%c); %y = add(%k, %h)", "next h = %y; sequence y = %y", "0")]
    [InlineData("%y = tanh(%h); %l = tanh(%x)", "next h = %y; sequence l = %l", "0")]
    public void Numbers(string operations, string returned, string numbers) => Assert.Equal(numbers, Of(operations, returned, Allowed.All));

    [Fact]
    public void With_everything_in_the_loop_there_are_none() =>
        Assert.Equal("0", Of("%p = mm(%x, %w); %y = add(%p, %h); %l = sigmoid(%y)", "next h = %y; sequence l = %l", Allowed.None));

    static string Of(string operations, string returned, Allowed allowed)
    {
        var graph = Body.Read(operations, returned);
        return AllStepsMemory.Of(graph, Scheduler.Schedule(graph, StageAnalysis.Run(graph, Body.Spec), Body.Spec, allowed)).ToString();
    }
}
