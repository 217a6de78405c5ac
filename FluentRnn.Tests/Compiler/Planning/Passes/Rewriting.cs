using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>What a pass makes of a body, both as text.</summary>
internal static class Rewriting
{
    /// <summary>The pass makes the one of the other; the result is well formed, and running the pass again changes nothing more.</summary>
    public static void Becomes(Pass pass, string before, string after, string returned, string inputs = "")
    {
        var original = Body.Read(before, returned, inputs);
        var rewritten = pass.Rewrite(original, Body.Spec);

        Assert.NotEqual(Print(original), Print(rewritten));
        Assert.Equal(Print(Body.Read(after, returned, inputs)), Print(rewritten));
        Assert.Empty(IrVerifier.Problems(rewritten));
        Assert.Equal(Print(rewritten), Print(pass.Rewrite(rewritten, Body.Spec)));
    }

    /// <summary>The pass leaves a body as it is.</summary>
    public static void Stays(Pass pass, string operations, string returned, string inputs = "")
    {
        var graph = Body.Read(operations, returned, inputs);

        Assert.Equal(Print(graph), Print(pass.Rewrite(graph, Body.Spec)));
    }

    /// <summary>The text of a graph, without the inputs that nothing reads.</summary>
    public static string Print(StepGraph graph)
    {
        HashSet<int> read = [.. graph.Ops.SelectMany(op => op.Operands), .. graph.Returned];
        return IrPrinter.Print(graph with { Inputs = graph.Inputs.Where(input => read.Contains(input.Value.Id)).ToEquatableArray() });
    }
}
