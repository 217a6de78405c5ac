using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Writes every product whose right side is a matrix that does not change from step to step as <c>linear</c>: x·W as linear(x, Wᵀ). So the passes behind it have one form to
/// look for. <see cref="FuseProducts"/> writes matrices of the loop as <c>mm</c> and <c>addmm</c> again.
/// </summary>
internal static class WeightProducts
{
    public static Pass Pass { get; } = new("weight products", Optimizations.Simplify, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            var (left, right) = op.Operation == Products.Mm || op.Operation == Products.MatMul ? (op.Tensor("self"), op.Tensor("other"))
                : IsPlainAddmm(op, index) ? (op.Tensor("left"), op.Tensor("right"))
                : (null, null);
            if (left is { } input && right is { } weight && stages[weight] == Stage.Invariant && stages[op] != Stage.Invariant
                && op.Results[0].Type.Shape is not null && index.Type(weight).Rank == 2 && index.Type(input).Rank >= 2 && index.Type(input).Element == index.Type(weight).Element)
            {
                rewriter.Replace(op.Results[0].Id, rewriter.Add(
                    Products.Linear,
                    Args.Value("input", input),
                    Args.Value("weight", Transposed(weight, index, rewriter)),
                    op.Tensor("left") is null ? Args.Null("bias") : Args.Value("bias", op.Tensor("self")!.Value)));
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return rewriter.Build();
    }

    /// <summary>The transpose of a matrix; where it is one itself, what it was made of.</summary>
    public static int Transposed(int matrix, GraphIndex index, GraphRewriter rewriter) =>
        index.Maker(matrix, Shapes.T) is { } transpose ? transpose.Tensor("self")!.Value : rewriter.Add(Shapes.T, Args.Value("self", matrix));

    /// <summary>An addmm that adds a vector, once: what a bias is.</summary>
    private static bool IsPlainAddmm(Op op, GraphIndex index) => op.Operation == Products.Addmm
        && op.HasNoFactors() && op.Tensor("self") is { } self && index.Type(self) is { Rank: 1 } added
        && added == op.Results[0].Type with { Shape = new([op.Results[0].Type.Shape!.Value[1]]) };
}
