using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>Products that oneDNN may compute.</summary>
public class OneDnnProductsTests
{
    const string Inputs = "%s:floating[n, n] = state s; %W:floating[n, n] = weight W; %M:floating[n, n] = constant M; %b:floating[n] = weight b";

    [Theory]
    [InlineData("%y = mm(%h, %w)", "steps w")]
    [InlineData("%y = addmm(%b, %h, %w, 1, 1)", "steps w")]
    // Once for each weight.
    [InlineData("%1 = mm(%h, %w); %y = mm(%1, %w)", "steps w")]
    [InlineData("%1 = mm(%h, %w); %y = addmm(%x, %1, %W, 1, 1)", "steps w W")]
    // What is made of weights once a call.
    [InlineData("%t = t(%w); %y = mm(%h, %t)", "steps t")]
    // For all steps.
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h)", "at once p")]
    [InlineData("%p = addmm(%b, %x, %w, 1, 1); %y = addmm(%p, %h, %W, 1, 1)", "steps W; at once p")]
    public void Are(string operations, string products) => Assert.Equal(products, Of(operations, "next h = %y"));

    [Fact]
    public void A_readout() => Assert.Equal("at once l", Of("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; sequence l = %l"));

    [Theory]
    // Factors beside, a matrix that changes or is not the same for all, a weight on the left, products of another kind.
    [InlineData("%y = addmm(%b, %h, %w, 1, 2)")]
    [InlineData("%y = mm(%h, %s)")]
    [InlineData("%y = mm(%h, %M)")]
    [InlineData("%y = matmul(%h, %w)")]
    [InlineData("%t = mm(%w, %W); %y = mul(%h, %h)")]
    public void Are_not(string operations) => Assert.Equal("", Of(operations, "next h = %y"));

    [Fact]
    public void Not_when_switched_off() => Assert.Equal("", Of("%y = mm(%h, %w)", "next h = %y", Allowed.All & ~Allowed.UseOneDnn));

    static string Of(string operations, string returned, Allowed allowed = Allowed.All)
    {
        var graph = Body.Read(operations, returned, Inputs);
        var names = graph.Values();
        var products = Scheduler.Schedule(graph, StageAnalysis.Run(graph, Body.Spec), Body.Spec, allowed).OneDnn;
        return string.Join("; ", new[] { ("steps", products.Weights), ("at once", products.AtOnce) }
            .Where(group => group.Item2.Count > 0)
            .Select(group => $"{group.Item1} {string.Join(" ", group.Item2.Select(id => names[id].Name))}"));
    }
}
