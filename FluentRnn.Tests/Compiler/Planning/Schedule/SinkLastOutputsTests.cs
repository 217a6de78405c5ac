using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>What only last outputs need is computed after the last step, on values that are kept.</summary>
public class SinkLastOutputsTests
{
    [Theory]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w); %m = sigmoid(%l)", "next h = %y; last m = %m", "loop y, after l m; kept y")]
    [InlineData("%l = mm(%x, %w)", "next h = %x; last m = %l", "after l; kept x")]
    // A state needs it too.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %l; last m = %l", "loop y l; kept l")]
    // It reads the state, which is the next one after the loop; or a size of a sequence.
    [InlineData("%l = mm(%h, %w)", "next h = %x; last m = %l", "loop l; kept l")]
    [InlineData("%l = ones([B, ?`{x}.shape[1]`], `null`, `null`)", "next h = %x; last m = %l", "loop l; kept l")]
    [InlineData("%y = tanh(%h); %l = mul(%y, `{c}.shape[1]`)", "next h = %y; last m = %l", "loop y, after l; kept y")]
    // It is drawn, or not known to the compiler; what reads it comes after the loop.
    [InlineData("%l = dropout(%x, `0.5`, `true`); %m = mm(%l, %w)", "next h = %x; last m = %m", "loop l, after m; kept l")]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %e = call([%d], `own({0})`); %m = tanh(%d)", "next h = %x; last m = %m", "loop d e, after m; kept d")]
    // What it reads is not there for each row by itself: rows that are masked could not keep their own.
    [InlineData("%l = call([%x], `own({0})`); %m = tanh(%l)", "next h = %x; last m = %m", "loop l m; kept m")]
    [InlineData("%s = sum(%h, [0], `false`, `null`); %y = sub(%h, %s); %m = add(%x, %s)", "next h = %y; last m = %m", "loop s y m; kept m")]
    // Rows end apart.
    [InlineData("%l = mm(%x, %w)", "next h = %x; last m = %l; done = %x", "ahead l; parted l; kept l")]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; last m = %l; done = %x", "loop y l; kept l")]
    // What is there anyway is not kept; the state as it was is.
    [InlineData("%l = tanh(%c)", "next h = %x; last m = %l; last c = %c", "once l")]
    [InlineData("%y = tanh(%h)", "next h = %y; last old = %h", "loop y; kept h")]
    public void Operations(string operations, string returned, string phases) => Assert.Equal(phases, Phases.Of(operations, returned));

    [Fact]
    public void What_does_not_change_but_is_not_computed_before_the_loop_keeps_what_reads_it_there() =>
        Assert.Equal("loop y t l; kept l", Phases.Of("%y = tanh(%h); %t = t(%w); %l = mm(%y, %t)", "next h = %y; last l = %l", allowed: Allowed.All & ~Allowed.HoistInvariants));
}
