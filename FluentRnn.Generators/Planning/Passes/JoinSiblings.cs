using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The same function of neighbouring parts of a vector is the function of the whole, taken apart afterwards: three sigmoids of three gates are one. Legal for operations element by
/// element, where everything else that reads the parts goes together too, the other operands are the parts of another vector in the same order, one value without a last axis, or one value for each part
/// that is there before the loop, and all are needed at the same time.
/// </summary>
internal static class JoinSiblings
{
    public static Pass Pass { get; } = new("join siblings", Optimizations.JoinSiblings, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        while (graph.Ops.Any(Parts.IsOf) && new Siblings(new GraphIndex(graph), StageAnalysis.Run(graph, spec), spec).Find() is { } run)
        {
            graph = Join(graph, run);
        }

        return graph;
    }

    private static StepGraph Join(StepGraph graph, Run run)
    {
        var rewriter = new GraphRewriter(graph);
        var splits = run.Operands.Where(operand => operand.Split is not null).GroupBy(operand => (object)operand.Split!, ReferenceComparer.Instance).ToList();
        var replaced = new HashSet<object>(run.Members.Concat(splits.Select(split => split.Key)), ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !replaced.Contains(op)))
        {
            rewriter.Keep(op);
        }

        HashSet<int> others = [.. graph.Ops.Where(op => !run.Members.Contains(op, ReferenceComparer.Instance)).SelectMany(op => op.Operands)];
        var whole = splits.ToDictionary(
            split => (Op)split.Key,
            split => Parts.Merge((Op)split.Key, [.. split.Select(operand => (operand.First, run.Members.Count)).Distinct()], part => others.Contains(part.Id), rewriter));
        var joined = rewriter.Add(
            run.Members[0].Operation,
            [.. run.Operands.Select(operand => operand.Split is { } split ? Args.Value(operand.Argument.Name, whole[split][operand.First])
                : operand.Separate.Count > 0 ? Args.Value(operand.Argument.Name, Beside(operand.Separate, rewriter))
                : operand.Argument)]);
        Parts.Replace(run.Members.Select(member => member.Results[0]), Parts.Take(joined, [.. run.Members.Select(member => Parts.Size(member.Results[0]))], rewriter), rewriter);
        return rewriter.Build();
    }

    /// <summary>Values one beside the other, along the last axis.</summary>
    private static int Beside(IReadOnlyList<int> values, GraphRewriter rewriter) =>
        rewriter.Add(Joining.Cat, Args.Values("tensors", values), Args.Size("dim", rewriter.Type(values[0]).Rank!.Value - 1));

    /// <summary>Operations to be made one.</summary>
    internal sealed record Run(IReadOnlyList<Op> Members, IReadOnlyList<Joined> Operands);

    /// <summary>An argument of the joined operation: as it is, the parts of a vector from one on, or several values one beside the other.</summary>
    internal sealed record Joined(Argument Argument, Op? Split, int First)
    {
        public IReadOnlyList<int> Separate { get; init; } = [];
    }
}
