using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// A one-hot vector times a matrix is a row of the matrix, looked up by the index. Legal when there are as many classes as the matrix has rows, so that an index is out of range for both or
/// for neither, and the vector may have been converted to the type of the matrix: of other types there is no product. The look-up pays also where something else reads the vector.
/// </summary>
internal static class OneHotProducts
{
    private static readonly HashSet<Operation> Conversions = [Casting.ToType, Casting.TypeAs, Casting.Half, Casting.BFloat16, Casting.Float, Casting.Double];

    public static Pass Pass { get; } = new("one-hot products", Optimizations.Simplify, (graph, _) => Rewrite(graph));

    public static StepGraph Rewrite(StepGraph graph)
    {
        var index = new GraphIndex(graph);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (LookUp(op, index) is var (indices, matrix))
            {
                var table = op.Operation == Products.Linear ? WeightProducts.Transposed(matrix, index, rewriter) : matrix;
                var rows = rewriter.Add(Indexing.Embedding, Args.Value("weight", table), Args.Value("index", indices));
                rewriter.Replace(op.Results[0].Id, op.Tensor("bias") is { } bias ? rewriter.Add(Elementwise.Add, Args.Value("self", rows), Args.Value("other", bias)) : rows);
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return DeadCode.Remove(rewriter.Build());
    }

    /// <summary>The indices and the matrix of a product with a one-hot vector; null for any other operation.</summary>
    private static (int Indices, int Matrix)? LookUp(Op op, GraphIndex index)
    {
        var (left, right, rows) = op.Operation == Products.Linear ? (op.Tensor("input"), op.Tensor("weight"), 1)
            : op.Operation == Products.Mm || op.Operation == Products.MatMul ? (op.Tensor("self"), op.Tensor("other"), 0)
            : (null, null, 0);
        return left is { } vector && right is { } matrix && IndicesOf(vector, index) is { } indices
            && index.Type(vector) is { Shape: { } shape, Element: var element } && index.Type(matrix) is { Rank: 2, Shape: { } sizes } type
            && sizes[rows] == shape[1] && MayBe(element, type.Element)
            ? (indices, matrix)
            : null;
    }

    /// <summary>The indices that a value is the one-hot vectors of, (B) for (B, classes), converted to another type.</summary>
    private static int? IndicesOf(int vector, GraphIndex index) =>
        index.Maker(vector) is { } conversion && Conversions.Contains(conversion.Operation)
        && index.Maker(conversion.Tensor("self")!.Value, Indexing.OneHot) is { } oneHot && oneHot.Results[0].Type.Shape is not null
        && oneHot.Tensor("self") is { } indices && index.Type(indices) is { Rank: 1, Element: ElementType.Int64 }
            ? indices
            : null;

    /// <summary>Whether a type may be that of the matrix: it is, it is known only at run time, or one of them is the container's.</summary>
    private static bool MayBe(ElementType vector, ElementType matrix) =>
        matrix.IsFloating() && (vector == matrix || vector == ElementType.Unknown || (vector.IsFloating() && (vector == ElementType.Floating || matrix == ElementType.Floating)));
}
