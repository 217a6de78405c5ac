using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Writes products of matrices as the operations with the least to do: z + x·W as <c>addmm</c>, also where z is a bias, the others as <c>mm</c>, with the weights transposed once a call. A sum is
/// taken in where nothing else reads the product.
/// </summary>
internal static class FuseProducts
{
    public static Pass Pass { get; } = new("fuse products", Optimizations.FuseArithmetic, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (op.Operation == Elementwise.Add && Added(op, index, stages) is var (added, product))
            {
                rewriter.Replace(op.Results[0].Id, Write(product, added, index, rewriter));
            }
            else if (IsOfMatrices(op, index, stages))
            {
                rewriter.Replace(op.Results[0].Id, Write(op, op.Tensor("bias"), index, rewriter));
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return DeadCode.Remove(rewriter.Build());
    }

    private static int Write(Op product, int? added, GraphIndex index, GraphRewriter rewriter)
    {
        var (input, weight) = (product.Tensor("input")!.Value, WeightProducts.Transposed(product.Tensor("weight")!.Value, index, rewriter));
        return added is { } value
            ? rewriter.Add(Products.Addmm, Args.Value("self", value), Args.Value("left", input), Args.Value("right", weight), Args.Size("beta", 1), Args.Size("alpha", 1))
            : rewriter.Add(Products.Mm, Args.Value("self", input), Args.Value("other", weight));
    }

    private static bool IsOfMatrices(Op op, GraphIndex index, StageMap stages) => op.Operation == Products.Linear
        && stages[op] != Stage.Invariant && op.Results[0].Type.Shape is not null
        && stages[op.Tensor("weight")!.Value] == Stage.Invariant
        && index.Type(op.Tensor("input")!.Value).Rank == 2 && index.Type(op.Tensor("weight")!.Value).Rank == 2
        && index.Type(op.Tensor("input")!.Value).Element == index.Type(op.Tensor("weight")!.Value).Element
        && (op.Tensor("bias") is not { } bias || index.Type(bias) is { Rank: 1, Element: var element } && element == op.Results[0].Type.Element);

    /// <summary>What is added to a product without bias, and the product; null when the sum is no such thing.</summary>
    private static (int Added, Op Product)? Added(Op sum, GraphIndex index, StageMap stages)
    {
        foreach (var (added, other) in new[] { (sum.Tensor("self"), sum.Tensor("other")), (sum.Tensor("other"), sum.Tensor("self")) })
        {
            if (added is { } value && other is { } made && index.Maker(made) is { } product && index.OnlyReader(made) is not null
                && IsOfMatrices(product, index, stages) && product.Tensor("bias") is null && stages[product] == stages[sum]
                && sum.Results[0].Type == product.Results[0].Type && index.Type(value) is { Rank: <= 2, Element: var element } && element == sum.Results[0].Type.Element)
            {
                return (value, product);
            }
        }

        return null;
    }
}
