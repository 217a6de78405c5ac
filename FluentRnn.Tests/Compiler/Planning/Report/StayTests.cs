using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>Why operations stay in the loop that no state needs there, and what to do about it.</summary>
public class StayTests
{
    const string Before = "you could compute it from the whole sequence before the call";
    const string After = "you could compute it from the output after the call";

    [Theory]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %p = mm(%d, %w); %y = add(%p, %h)", "next h = %y", "d: random numbers are drawn step by step, in order; " + Before)]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %p = mm(%d, %w); %z = tanh(%p); %y = add(%z, %h)", "next h = %y", "d: random numbers are drawn step by step, in order; " + Before + "|p: it reads d, which stays|z: it reads p, which stays")]
    [InlineData("%k = call([%x], `own({0})`); %y = add(%k, %h)", "next h = %y", "k: it is not known to the compiler; " + Before)]
    [InlineData("%f = flip(%x, [0]); %y = add(%f, %h)", "next h = %y", "f: it combines rows of the batch; " + Before)]
    [InlineData("%e = einsum(`\"bi,ij->bj\"`, [%x, %w]); %y = add(%e, %h)", "next h = %y", "e: 'einsum' is not known to keep rows apart; " + Before)]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w); %d = dropout(%l, `0.5`, `true`)", "next h = %y; sequence d = %d", "l: d, which stays, reads it|d: random numbers are drawn step by step, in order; " + After)]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; sequence l = %l; done = %y", "l: rows can end before others; " + After)]
    // Two values would have to be collected in place of one.
    [InlineData("%y = tanh(%h); %z = sigmoid(%h); %l = mul(%y, %z)", "next h = %z; sequence l = %l; last y = %y", "y: l, which stays, reads it|l: the steps would have to hand on more than they do now")]
    // What a state needs is no surprise.
    [InlineData("%p = mm(%h, %w); %y = add(%p, %x)", "next h = %y; sequence y = %y", "")]
    [InlineData("%d = dropout(%h, `0.5`, `true`); %y = add(%d, %x)", "next h = %y; sequence y = %y", "")]
    public void Reasons(string operations, string returned, string reasons)
    {
        var stays = Plans.Of(operations, returned).Text.Split('\n').SkipWhile(line => !line.StartsWith("  In the loop", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim());

        Assert.Equal(reasons.Split('|', StringSplitOptions.RemoveEmptyEntries), stays);
    }

    [Theory]
    [InlineData("%t = tanh(%c); %y = add(%t, %h)", "next h = %y", Allowed.HoistInvariants, "'HoistInvariants' is switched off")]
    [InlineData("%t = tanh(%x); %y = add(%t, %h)", "next h = %y", Allowed.BatchSteps, "'BatchSteps' is switched off")]
    [InlineData("%y = tanh(%h); %t = mm(%y, %w)", "next h = %y; sequence t = %t", Allowed.SinkOutputs, "'SinkOutputs' is switched off")]
    public void What_is_switched_off_is_the_reason(string operations, string returned, object forbidden, string because)
    {
        var allowed = Allowed.All & ~(Allowed)forbidden;

        var stay = Assert.Single(StayFinder.Of(Plans.View(operations, returned, allowed), Body.Container(operations, returned), allowed));

        Assert.Equal((because, null), (stay.Because, stay.Advice));
    }

    [Theory]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %p = mm(%d, %w); %y = add(%p, %h)", "next h = %y", true)]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w); %s = tanh(%l); %d = dropout(%s, `0.5`, `true`)", "next h = %y; sequence d = %d", true)]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %p = tanh(%d); %y = add(%p, %h)", "next h = %y", false)]
    [InlineData("%d = dropout(%x, `0.5`, `true`); %a = add(%d, %h); %y = mm(%a, %w)", "next h = %y", false)]
    public void Products_that_stay_with_it_are_found(string operations, string returned, bool holdsProduct) =>
        Assert.Equal(holdsProduct, StayFinder.Of(Plans.View(operations, returned), Body.Container(operations, returned), Allowed.All).Single(stay => stay.Advice is not null).HoldsProduct);
}
