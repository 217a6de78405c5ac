using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>Results that are written over operands.</summary>
public class ReuseMemoryTests
{
    const string Inputs = "%g:floating[B, n] = state g; %i:int64[B, n] = state i; %f:float32[B, n] = state f; %one:floating[B, 1] = state one; %q:floating[B, 2 * n] = state q";

    [Theory]
    // What a function is of; where gradients are recorded too, when its gradient comes from the result, and none needs the operand.
    [InlineData("%a = add(%h, %g); %y = tanh(%a)", "y over a, also recorded")]
    [InlineData("%a = mm(%h, %w); %y = sigmoid(%a)", "y over a, also recorded")]
    [InlineData("%a = tanh(%h); %y = sigmoid(%a)", "y over a")]
    [InlineData("%a = tanh(%h); %y = relu(%a)", "y over a")]
    [InlineData("%a = tanh(%h); %y = exp(%a)", "y over a")]
    [InlineData("%a = add(%h, %g); %y = mul(%a, %g)", "y over a")]
    [InlineData("%a = tanh(%h); %y = add(%g, %a)", "y over a")]
    [InlineData("%a = tanh(%h); %y = mul(%g, %a)", "y over a")]
    [InlineData("%a = tanh(%h); %y = sub(%a, %g)", "y over a")]
    [InlineData("%a = tanh(%h); %y = addcmul(%a, %h, %g, 1)", "y over a")]
    [InlineData("%a = tanh(%h); %y = addmm(%a, %h, %w, 1, 1)", "y over a")]
    [InlineData("%a = tanh(%h); %y = lerp(%a, %h, %g)", "y over a")]
    [InlineData("%1, %2 = chunk(%q, 2, 1); %a = cat([%2], 1); %y = tanh(%a)", "y over a")]
    // What was made for all steps before the loop.
    [InlineData("%a = tanh(%x); %y = add(%a, %h)", "y over a")]
    [InlineData("%a = mm(%x, %w); %y = addmm(%a, %h, %w, 1, 1)", "y over a")]
    // Both operands could be written over: the first is.
    [InlineData("%a = tanh(%h); %b = tanh(%g); %y = mul(%a, %b)", "y over a")]
    // In a row.
    [InlineData("%a = tanh(%h); %b = mul(%a, %g); %y = add(%b, %h)", "b over a; y over b")]
    public void Are(string operations, string overwrites) => Assert.Equal(overwrites, Of(operations, "next h = %y"));

    [Theory]
    // An input is the caller's, or the step's before.
    [InlineData("%y = tanh(%h)", "next h = %y")]
    [InlineData("%y = add(%h, %x)", "next h = %y")]
    // Made once.
    [InlineData("%a = tanh(%c); %y = add(%a, %h)", "next h = %y")]
    // Made for all steps, but in the memory of a sequence, a part, read behind the loop too, or returned.
    [InlineData("%a = view(%x, [B, n]); %y = add(%a, %h)", "next h = %y")]
    [InlineData("%1 = cat([%x, %x], 1); %a, %2 = chunk(%1, 2, 1); %y = add(%a, %h)", "next h = %y")]
    [InlineData("%a = tanh(%x); %y = add(%a, %h); %2 = mul(%a, %y)", "next h = %y; sequence b = %2")]
    [InlineData("%a = tanh(%x); %y = add(%a, %h)", "next h = %y; sequence a = %a")]
    // Read twice, or returned.
    [InlineData("%a = tanh(%h); %b = lerp(%g, %a, %h); %y = sub(%g, %b); %k = sub(%g, %a)", "next h = %y; next g = %k")]
    [InlineData("%a = tanh(%h); %y = mul(%a, %a)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = tanh(%a)", "next h = %y; next g = %a")]
    [InlineData("%a = tanh(%h); %y = tanh(%a)", "next h = %y; sequence a = %a; done = %a")]
    [InlineData("%a = tanh(%h); %y = tanh(%a)", "next h = %y; last a = %a; done = %x")]
    // Another shape, or element type, or no floating-point numbers.
    [InlineData("%a = tanh(%one); %y = mul(%a, %h)", "next h = %y")]
    [InlineData("%a = tanh(%f); %1 = mul(%a, %h)", "next h = %1")]
    [InlineData("%a = neg(%i); %1 = mul(%a, %i)", "next i = %1; next h = %h")]
    // Memory that is another's: parts, views, what may give its operand back.
    [InlineData("%1, %2 = chunk(%q, 2, 1); %y = tanh(%2)", "next h = %y")]
    [InlineData("%1 = sin(%h); %2 = view(%1, [B, n]); %y = tanh(%2)", "next h = %y")]
    [InlineData("%1 = sin(%h); %2 = contiguous(%1); %y = tanh(%2)", "next h = %y")]
    [InlineData("%1 = sin(%f); %2 = float(%1); %y = tanh(%2)", "next f = %y; next h = %h")]
    [InlineData("%1 = call([%h], `own({0})`); %y = tanh(%1)", "next h = %y")]
    // Drawn: it gives its operand back in evaluation.
    [InlineData("%1 = dropout(%h, `0.5`, `true`); %y = tanh(%1)", "next h = %y")]
    // The second operand of a difference, the end or weight of an interpolation, a number beside, factors beside.
    [InlineData("%a = tanh(%h); %y = lerp(%g, %a, %h)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = lerp(%g, %h, %a)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = sub(%g, %a)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = mul(%a, 2)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = addcmul(%a, %h, %g, 2)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = addmm(%a, %h, %w, 2, 1)", "next h = %y")]
    [InlineData("%a = tanh(%h); %y = addmm(%a, %h, %w, 1, 2)", "next h = %y")]
    // Other operations.
    [InlineData("%a = tanh(%h); %y = sin(%a)", "next h = %y")]
    public void Are_not(string operations, string returned) => Assert.Equal("", Of(operations, returned));

    [Fact]
    public void What_is_collected_or_kept_is_not_written_over()
    {
        Assert.Equal("", Of("%a = tanh(%h); %y = sin(%a); %l = mm(%y, %w)", "next h = %y; sequence l = %l"));
        Assert.Equal("", Of("%a = tanh(%h); %l = mm(%a, %w)", "next h = %x; last l = %l"));
    }

    [Fact]
    public void It_can_be_switched_off() => Assert.Equal("", Of("%a = add(%h, %g); %y = tanh(%a)", "next h = %y", Allowed.All & ~Allowed.ReuseMemory));

    static string Of(string operations, string returned, Allowed allowed = Allowed.All)
    {
        var graph = Body.Read(operations, returned, Inputs);
        var names = graph.Values();
        var schedule = Scheduler.Schedule(graph, StageAnalysis.Run(graph, Body.Spec), Body.Spec, allowed);
        return string.Join("; ", schedule.Overwrites.Select(overwrite =>
            $"{names[overwrite.Result].Name} over {names[overwrite.Operand].Name}{(overwrite.WhenRecorded ? ", also recorded" : "")}"));
    }
}
