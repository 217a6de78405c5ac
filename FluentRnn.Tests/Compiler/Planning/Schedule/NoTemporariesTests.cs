using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>Steps that make nothing but what outlives them.</summary>
public class NoTemporariesTests
{
    const string Inputs = "%g:floating[B, n] = state g; %q:floating[B, 2 * n] = state q";

    [Theory]
    // A state; one that is an output too; two states; a value that is collected, kept, or emitted; what is made before and behind the loop does not count.
    [InlineData("%z = sigmoid(%x); %y = lerp(%h, %x, %z)", "next h = %y")]
    [InlineData("%z = sigmoid(%x); %y = lerp(%h, %x, %z)", "next h = %y; sequence y = %y")]
    [InlineData("%y = mul(%h, %x); %k = add(%g, %y)", "next h = %y; next g = %k")]
    [InlineData("%y = mul(%h, %x); %l = mm(%y, %w)", "next h = %y; sequence l = %l")]
    [InlineData("%y = mul(%h, %x); %k = tanh(%y)", "next h = %y; last k = %k")]
    public void They_are(string operations, string returned) => Assert.True(Of(operations, returned));

    [Theory]
    // Something is used up in the step; several results at once; a product, whose temporaries are torch's; something drawn; something unknown; done flags.
    [InlineData("%a = mul(%h, %x); %y = tanh(%a)", "next h = %y")]
    [InlineData("%y, %k = chunk(%q, 2, 1)", "next h = %y; next g = %k")]
    [InlineData("%y = mm(%h, %w)", "next h = %y")]
    [InlineData("%y = dropout(%h, `0.5`, `true`)", "next h = %y")]
    [InlineData("%y = call([%h], `own({0})`)", "next h = %y")]
    public void They_are_not(string operations, string returned) => Assert.False(Of(operations, returned));

    [Fact]
    public void Not_when_rows_can_be_done() => Assert.False(Of("%y = mul(%h, %x)", "next h = %y", Body.Spec with { HasDone = true }));

    static bool Of(string operations, string returned, ContainerSpec? spec = null)
    {
        var graph = Body.Read(operations, returned, Inputs);
        return Scheduler.Schedule(graph, StageAnalysis.Run(graph, spec ?? Body.Spec), spec ?? Body.Spec, Allowed.All).HasNoTemporaries;
    }
}
