using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>What is computed before the loop, in it, and after it.</summary>
public class ScheduleTests
{
    [Theory]
    // Invariants leave the loop, with what they are made of.
    [InlineData("%t = t(%w); %p = mm(%c, %t); %y = add(%p, %h)", "next h = %y", "t p", "y", "", "")]
    // A random or unknown one does not, though it reads constants only.
    [InlineData("%d = dropout(%c, `0.5`, `true`); %y = add(%d, %h)", "next h = %y", "", "d y", "", "")]
    [InlineData("%d = call([%c], `own({0})`); %y = add(%d, %h)", "next h = %y", "", "d y", "", "")]
    // What only a last output needs comes after the loop, on values that are kept.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w); %m = sigmoid(%l)", "next h = %y; last m = %m", "", "y", "l m", "y")]
    [InlineData("%l = mm(%x, %w)", "next h = %x; last m = %l", "", "", "l", "x")]
    // Not when a sequence output or a state needs it too.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; last m = %l; sequence l = %l", "", "y l", "", "l")]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %l; last m = %l", "", "y l", "", "l")]
    // Not when it reads the state, which is the next one after the loop; nor a size of a sequence.
    [InlineData("%l = mm(%h, %w)", "next h = %x; last m = %l", "", "l", "", "l")]
    [InlineData("%l = ones([B, ?`{x}.shape[1]`], `null`, `null`)", "next h = %x; last m = %l", "", "l", "", "l")]
    // Not when it is drawn.
    [InlineData("%l = dropout(%x, `0.5`, `true`); %m = mm(%l, %w)", "next h = %x; last m = %m", "", "l", "m", "l")]
    // Not when rows end apart.
    [InlineData("%l = mm(%x, %w)", "next h = %x; last m = %l; done = %x", "", "l", "", "l")]
    // What is there anyway is not kept; the state as it was is.
    [InlineData("%l = tanh(%c)", "next h = %x; last m = %l; last c = %c", "l", "", "", "")]
    [InlineData("%y = tanh(%h)", "next h = %y; last old = %h", "", "y", "", "h")]
    public void Operations(string operations, string returned, string once, string loop, string after, string kept)
    {
        var graph = Body.Read(operations, returned);

        var schedule = Scheduler.Schedule(graph, StageAnalysis.Run(graph, Body.Spec), Body.Spec, FluentRnn.Generators.Ir.Optimizations.All);

        Assert.Equal(once, Names(schedule.Once));
        Assert.Equal(loop, Names(schedule.Loop));
        Assert.Equal(after, Names(schedule.After));
        Assert.Equal(kept, string.Join(" ", schedule.Kept.Select(id => graph.Values()[id].Name)));
    }

    static string Names(EquatableArray<Op> ops) => string.Join(" ", ops.Select(op => op.Results[0].Name));
}
