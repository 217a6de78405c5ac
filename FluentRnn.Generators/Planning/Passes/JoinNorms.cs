using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The layer norms of neighbouring parts of a vector, as cells have them that normalise each gate, are one of all the parts, the gains and biases multiplied and added afterwards: to the whole vector, so that
/// sums go together too and the biases go where <see cref="OrderSums"/> takes them. Legal for parts of one size, normalised with one eps, with gains and biases for all or for none
/// that do not change from step to step, where all are needed at the same time.
/// </summary>
internal static class JoinNorms
{
    /// <summary>What is done to what is normalised, in order: the arguments of a layer norm, and what each stands for.</summary>
    private static readonly (string Name, Operation Operation)[] Affine = [("weight", Elementwise.Mul), ("bias", Elementwise.Add)];

    public static Pass Pass { get; } = new("join norms", Optimizations.JoinSiblings, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        while (graph.Ops.Any(op => op.Operation == Normalization.LayerNorm) && Find(new GraphIndex(graph), StageAnalysis.Run(graph, spec)) is { } norms)
        {
            graph = Join(graph, norms);
        }

        return graph;
    }

    /// <summary>The first norms that can be made one; null when there are none.</summary>
    private static Norms? Find(GraphIndex index, StageMap stages)
    {
        foreach (var split in index.Graph.Ops.Where(Parts.IsOf))
        {
            for (var first = 0; first < split.Results.Count - 1; first++)
            {
                var members = NormsOf(split.Results[first], index, stages).Take(1).ToList();
                while (members.Count > 0 && first + members.Count < split.Results.Count
                    && NormsOf(split.Results[first + members.Count], index, stages).FirstOrDefault(next => IsAlike(members[0], next, index, stages)) is { } found)
                {
                    members.Add(found);
                }

                if (members.Count > 1)
                {
                    return new Norms(split, first, members);
                }
            }
        }

        return null;
    }

    /// <summary>The layer norms of a part over its last axis.</summary>
    private static IEnumerable<Op> NormsOf(Value part, GraphIndex index, StageMap stages) => index.Readers(part.Id).Where(op => op.Operation == Normalization.LayerNorm
        && op.Tensor("self") == part.Id && op.Find("shape")?.Host?.Items is { Count: 1 } shape && shape[0].Size == Parts.Size(part) && op.Results[0].Type == part.Type
        && Affine.All(affine => op.IsNull(affine.Name) || (op.Tensor(affine.Name) is { } vector && Parts.IsVectorOf(part, vector, index, stages))));

    private static bool IsAlike(Op first, Op next, GraphIndex index, StageMap stages) => next.Results[0].Type == first.Results[0].Type
        && next.Find("eps") == first.Find("eps") && Affine.All(affine => next.IsNull(affine.Name) == first.IsNull(affine.Name)) && stages[next] == stages[first];

    private static StepGraph Join(StepGraph graph, Norms norms)
    {
        var rewriter = new GraphRewriter(graph);
        var members = new HashSet<object>(norms.Members, ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !members.Contains(op) && op != norms.Split))
        {
            rewriter.Keep(op);
        }

        HashSet<int> others = [.. graph.Ops.Where(op => !members.Contains(op)).SelectMany(op => op.Operands), .. graph.Returned];
        var parts = Parts.Merge(norms.Split, [(norms.First, norms.Members.Count)], part => others.Contains(part.Id), rewriter)[norms.First];
        var axis = rewriter.Type(parts).Rank!.Value - 1;
        var size = Parts.Size(norms.Members[0].Results[0]);
        var apart = rewriter.Add(Shapes.Unflatten, Args.Value("self", parts), Args.Size("dim", axis), Args.Sizes("sizes", [Dim.Constant(norms.Members.Count), size]));
        var normalised = rewriter.Add(
            Normalization.LayerNorm, Args.Value("self", apart), Args.Sizes("shape", [size]), Args.Null("weight"), Args.Null("bias"), norms.Members[0].Find("eps")!);
        var result = rewriter.Add(Shapes.Flatten, Args.Value("self", normalised), Args.Size("start_dim", axis), Args.Size("end_dim", axis + 1));
        foreach (var (name, operation) in Affine)
        {
            if (!norms.Members[0].IsNull(name))
            {
                var vector = rewriter.Add(Joining.Cat, Args.Values("tensors", norms.Members.Select(norm => norm.Tensor(name)!.Value)), Args.Size("dim", 0));
                result = rewriter.Add(operation, Args.Value("self", result), Args.Value("other", vector));
            }
        }

        Parts.Replace(norms.Members.Select(norm => norm.Results[0]), Parts.Take(result, [.. norms.Members.Select(_ => size)], rewriter), rewriter);
        return rewriter.Build();
    }

    /// <summary>Layer norms of the parts of a vector from one on.</summary>
    private sealed record Norms(Op Split, int First, IReadOnlyList<Op> Members);
}
