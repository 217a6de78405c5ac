using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Products of one input with several weights become one, with the weights one above the other: the gates of a cell are one product. Legal for weights that do not change from
/// step to step, where the products are needed at the same time; those whose results go the same way come next to each other, so that <see cref="JoinSiblings"/> finds them.
/// </summary>
internal static class PackProducts
{
    public static Pass Pass { get; } = new("pack products", Optimizations.PackProducts, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        var groups = graph.Ops.Where(op => IsCandidate(op, index, stages))
            .GroupBy(op => (Input: op.Tensor("input")!.Value, Stage: stages[op], HasBias: op.Tensor("bias") is not null, op.Results[0].Type.Element))
            .Where(group => group.Count() > 1)
            .ToList();
        var packed = new HashSet<Op>(groups.SelectMany(group => group), ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !packed.Contains(op)))
        {
            rewriter.Keep(op);
        }

        foreach (var group in groups)
        {
            Write([.. group.OrderBy(op => Way(op, index), StringComparer.Ordinal)], group.Key.Input, index, rewriter);
        }

        return groups.Count == 0 ? graph : rewriter.Build();
    }

    private static bool IsCandidate(Op op, GraphIndex index, StageMap stages) => op.Operation == Products.Linear
        && stages[op] != Stage.Invariant
        && stages[op.Tensor("weight")!.Value] == Stage.Invariant
        && index.Type(op.Tensor("weight")!.Value) is { Rank: 2, Shape: { } shape } && shape[0].IsWritable
        && (op.Tensor("bias") is not { } bias || Parts.IsVector(bias, shape[0], index, stages))
        && op.Results[0].Type.Shape is not null;

    private static void Write(List<Op> products, int input, GraphIndex index, GraphRewriter rewriter)
    {
        var weight = Weight([.. products.Select(op => op.Tensor("weight")!.Value)], index, rewriter);
        var bias = products[0].Tensor("bias") is null
            ? Args.Null("bias")
            : Args.Value("bias", rewriter.Add(Joining.Cat, Args.Values("tensors", products.Select(op => op.Tensor("bias")!.Value)), Args.Size("dim", 0)));
        var product = rewriter.Add(Products.Linear, Args.Value("input", input), Args.Value("weight", weight), bias);
        var sizes = products.Select(op => rewriter.Type(op.Tensor("weight")!.Value).Shape!.Value[0]).ToList();
        foreach (var (op, part) in products.Zip(Parts.Take(product, sizes, rewriter), (op, part) => (op, part)))
        {
            rewriter.Replace(op.Results[0].Id, part);
        }
    }

    /// <summary>The weights one above the other. Those that are all transposes are joined as they were: whole rows are copied faster than columns.</summary>
    private static int Weight(IReadOnlyList<int> weights, GraphIndex index, GraphRewriter rewriter)
    {
        var transposed = weights.Select(weight => index.Maker(weight, Shapes.T)?.Tensor("self")).OfType<int>().ToList();
        return transposed.Count == weights.Count
            ? rewriter.Add(Shapes.T, Args.Value("self", rewriter.Add(Joining.Cat, Args.Values("tensors", transposed), Args.Size("dim", 1))))
            : rewriter.Add(Joining.Cat, Args.Values("tensors", weights), Args.Size("dim", 0));
    }

    /// <summary>What becomes of a product, as the names of the operations it goes through, as long as it goes one way.</summary>
    private static string Way(Op op, GraphIndex index)
    {
        var way = string.Empty;
        for (var i = 0; i < 4 && op.Results.Count == 1 && index.OnlyReader(op.Results[0].Id) is { } reader; i++)
        {
            way += reader.Operation.Name + " ";
            op = reader;
        }

        return way;
    }
}
