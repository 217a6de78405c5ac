using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>What depends on sequences only is computed for all steps before the loop; the loop reads it step by step.</summary>
public class BatchStepsTests
{
    [Theory]
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h)", "ahead p, loop y; parted p")]
    [InlineData("%a = tanh(%x); %p = mm(%a, %w); %b = add(%p, %c); %y = add(%b, %h)", "ahead a p b, loop y; parted b")]
    [InlineData("%t = t(%w); %p = mm(%x, %t); %y = add(%p, %h)", "once t, ahead p, loop y; parted p")]
    // The next state itself.
    [InlineData("%y = mm(%x, %w)", "ahead y; parted y")]
    // Beside what stays: what it reads is taken apart.
    [InlineData("%a = tanh(%x); %d = dropout(%a, `0.5`, `true`); %p = mm(%a, %w); %s = add(%p, %d); %y = add(%s, %h)", "ahead a p, loop d s y; parted p a")]
    // What depends on a draw, or on what stays for another reason, stays.
    [InlineData("%d = dropout(%x, `0.5`, `true`); %p = mm(%d, %w); %y = add(%p, %h)", "loop d p y")]
    [InlineData("%p = mm(%x, %w); %q = tile(%p, [1, 1]); %k = tanh(%q); %y = add(%k, %h)", "ahead p, loop q k y; parted p")]
    [InlineData("%s = sum(%x, [0], `true`, `null`); %p = sub(%x, %s); %y = add(%p, %h)", "loop s p y")]
    // Several results, one of which is read.
    [InlineData("%a, %b = chunk(%q, 2, 1); %p = mm(%b, %w); %y = add(%p, %h)", "ahead a p, loop y; parted p")]
    public void Operations(string operations, string phases) => Assert.Equal(phases, Phases.Of(operations, "next h = %y", "%q:floating[B, 2 * n] = sequence q"));

    [Theory]
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h)", "next h = %y; sequence p = %p; last q = %p", "ahead p, loop y; parted p; kept p")]
    // The flag that ends rows: what is computed for steps that never run is no harm.
    [InlineData("%p = mm(%x, %w); %f = gt(%x, 0); %e = select(%f, 1, 0); %y = add(%p, %h)", "next h = %y; done = %e", "ahead p f e, loop y; parted p e")]
    // For outputs alone: behind the loop, where nothing has to be taken apart.
    [InlineData("%p = mm(%x, %w)", "next h = %h; sequence p = %p", "behind p")]
    public void What_is_returned(string operations, string returned, string phases) => Assert.Equal(phases, Phases.Of(operations, returned));

    [Fact]
    public void What_does_not_change_but_is_not_computed_before_the_loop_keeps_what_reads_it_there() =>
        Assert.Equal("ahead a, loop t p y; parted a", Phases.Of("%a = tanh(%x); %t = t(%w); %p = mm(%a, %t); %y = add(%p, %h)", "next h = %y", allowed: Allowed.All & ~Allowed.HoistInvariants));

    [Fact]
    public void It_can_be_switched_off() =>
        Assert.Equal("once t, loop p y", Phases.Of("%t = t(%w); %p = mm(%x, %t); %y = add(%p, %h)", "next h = %y", allowed: Allowed.All & ~Allowed.BatchSteps));
}
