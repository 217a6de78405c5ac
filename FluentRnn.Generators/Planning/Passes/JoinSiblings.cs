using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The same function of neighbouring parts of a vector is the function of the whole, taken apart afterwards: three sigmoids of three gates are one. Legal for operations element by
/// element, where everything else that reads the parts goes together too, the other operands are the parts of another vector in the same order, vectors that do not change, one for each part, or
/// one value without a last axis, and all are needed at the same time.
/// </summary>
internal static class JoinSiblings
{
    public static Pass Pass { get; } = new("join siblings", Optimizations.JoinSiblings, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        while (new Siblings(new GraphIndex(graph), StageAnalysis.Run(graph, spec)).Find() is { } run)
        {
            graph = Join(graph, run);
        }

        return graph;
    }

    private static StepGraph Join(StepGraph graph, Run run)
    {
        var rewriter = new GraphRewriter(graph);
        var splits = run.Operands.Where(operand => operand.Split is not null).GroupBy(operand => operand.Split!, ReferenceComparer.Instance).ToDictionary(group => (Op)group.Key, group => group.ToList());
        var replaced = new HashSet<object>(run.Members.Concat<object>(splits.Keys), ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !replaced.Contains(op)))
        {
            rewriter.Keep(op);
        }

        // Each vector in fewer parts: those that go together are one.
        var whole = new Dictionary<(object Split, int First), int>();
        foreach (var pair in splits)
        {
            var starts = pair.Value.Select(operand => operand.First).Distinct().ToList();
            var parts = pair.Key.Results.ToList();
            var groups = new List<(int First, int Count)>();
            for (var i = 0; i < parts.Count; i += groups[groups.Count - 1].Count)
            {
                groups.Add((i, starts.Contains(i) ? run.Members.Count : 1));
            }

            var sizes = groups.Select(group => parts.Skip(group.First).Take(group.Count).Select(Parts.Size).Aggregate((sum, size) => sum + size)).ToList();
            foreach (var (group, value) in groups.Zip(Parts.Take(pair.Key.Tensor("self")!.Value, sizes, rewriter), (group, value) => (group, value)))
            {
                if (starts.Contains(group.First))
                {
                    whole[(pair.Key, group.First)] = value;
                    TakeAgain(parts.Skip(group.First).Take(group.Count).ToList(), value, run, graph, rewriter);
                }
                else
                {
                    rewriter.Replace(parts[group.First].Id, value);
                }
            }
        }

        var joined = rewriter.Add(
            run.Members[0].Operation,
            [.. run.Operands.Select(operand => operand.Split is { } split ? Args.Value(operand.Argument.Name, whole[(split, operand.First)])
                : operand.Vectors.Count > 0 ? Args.Value(operand.Argument.Name, rewriter.Add(Joining.Cat, Args.Values("tensors", operand.Vectors), Args.Size("dim", 0)))
                : operand.Argument)]);
        var results = Parts.Take(joined, [.. run.Members.Select(member => Parts.Size(member.Results[0]))], rewriter);
        foreach (var (member, result) in run.Members.Zip(results, (member, result) => (member, result)))
        {
            rewriter.Replace(member.Results[0].Id, result);
        }

        return rewriter.Build();
    }

    /// <summary>Takes the parts apart again where something else reads them, which will be joined next.</summary>
    private static void TakeAgain(IReadOnlyList<Value> parts, int whole, Run run, StepGraph graph, GraphRewriter rewriter)
    {
        var members = new HashSet<object>(run.Members, ReferenceComparer.Instance);
        HashSet<int> read = [.. graph.Ops.Where(op => !members.Contains(op)).SelectMany(op => op.Operands)];
        if (!parts.Any(part => read.Contains(part.Id)))
        {
            return;
        }

        foreach (var (part, again) in parts.Zip(Parts.Take(whole, [.. parts.Select(Parts.Size)], rewriter), (part, again) => (part, again)))
        {
            rewriter.Replace(part.Id, again);
        }
    }

    /// <summary>Operations to be made one.</summary>
    internal sealed record Run(IReadOnlyList<Op> Members, IReadOnlyList<Joined> Operands);

    /// <summary>An argument of the joined operation: as it is, the parts of a vector from one on, or several vectors.</summary>
    internal sealed record Joined(Argument Argument, Op? Split, int First)
    {
        public IReadOnlyList<int> Vectors { get; init; } = [];
    }
}
