using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>What does not change is computed once a call.</summary>
public class HoistInvariantsTests
{
    [Theory]
    [InlineData("%t = t(%w); %p = mm(%c, %t); %y = add(%p, %h)", "once t p, loop y")]
    [InlineData("%o = ones([B, n], `null`, `null`); %y = add(%o, %h)", "once o, loop y")]
    [InlineData("%p = mul(%c, `{c}.shape[1]`); %y = add(%p, %h)", "once p, loop y")]
    // Drawn, or not known to the compiler.
    [InlineData("%d = dropout(%c, `0.5`, `true`); %y = add(%d, %h)", "loop d y")]
    [InlineData("%d = call([%c], `own({0})`); %y = add(%d, %h)", "loop d y")]
    [InlineData("%d = dropout(%c, `0.5`, `true`); %e = tanh(%d); %y = add(%e, %h)", "loop d e y")]
    // The size of something that changes.
    [InlineData("%p = mul(%c, `{h}.shape[1]`); %y = add(%p, %h)", "loop p y")]
    public void Operations(string operations, string phases) => Assert.Equal(phases, Phases.Of(operations, "next h = %y"));

    [Fact]
    public void It_can_be_switched_off() =>
        Assert.Equal("loop t y", Phases.Of("%t = t(%w); %y = mm(%h, %t)", "next h = %y", allowed: Allowed.All & ~Allowed.HoistInvariants));
}
