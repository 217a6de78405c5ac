using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// Which operations combine rows of the batch, so that one sequence changes another: sums over the batch axis, products that contract it, rows
/// picked by number. What is not known counts as not mixing.
/// </summary>
internal static class BatchMixing
{
    /// <summary>Operations that combine or reorder what lies along the axes they name.</summary>
    private static readonly HashSet<Operation> AlongAxes =
    [
        Reductions.Sum, Reductions.Mean, Reductions.Prod, Reductions.Amax, Reductions.Amin, Reductions.Max, Reductions.Min, Reductions.Mode, Reductions.Argmax,
        Reductions.Argmin, Reductions.AllOf, Reductions.AnyOf, Reductions.Logsumexp, Reductions.Std, Reductions.Var, Reductions.StdMean, Reductions.VarMean,
        Reductions.Norm, Reductions.Softmax, Reductions.LogSoftmax, Reductions.Softmin, Reductions.Cumsum, Reductions.Cumprod, Reductions.Logcumsumexp,
        Reductions.Cummax, Reductions.Cummin, Reductions.Sort, Reductions.Argsort, Reductions.TopK, Normalization.Normalize, Normalization.CosineSimilarity,
        Activations.Glu, Shapes.Flip, Shapes.Roll, Shapes.RepeatInterleave, Joining.Chunk, Joining.Split, Joining.SplitSizes, Joining.TensorSplit, Joining.Unbind,
        Indexing.Select, Indexing.Narrow, Indexing.Slice, Indexing.IndexSelect, Indexing.Gather, Indexing.TakeAlongDim, Indexing.Scatter, Indexing.ScatterAdd,
        Indexing.IndexAdd, Indexing.IndexCopy, Indexing.IndexFill, Indexing.SelectScatter, Indexing.SliceScatter,
    ];

    /// <summary>Operations that combine all elements of <c>self</c>.</summary>
    private static readonly HashSet<Operation> All =
    [
        Reductions.SumAll, Reductions.MeanAll, Reductions.ProdAll, Reductions.MaxAll, Reductions.MinAll, Reductions.MedianAll, Reductions.NansumAll,
        Reductions.ArgmaxAll, Reductions.ArgminAll, Reductions.AllOfAll, Reductions.AnyOfAll, Reductions.StdAll, Reductions.VarAll, Reductions.NormAll,
        Shapes.RollAll, Shapes.RepeatInterleaveAll, Indexing.Take,
    ];

    /// <summary>Operations on matrices, the last two axes; which row it is counts there, also where none meets another.</summary>
    private static readonly HashSet<Operation> Matrices =
    [
        Shapes.Tril, Shapes.Triu,
        LinearAlgebra.Inverse, LinearAlgebra.Cholesky, LinearAlgebra.MatrixExp, LinearAlgebra.Det, LinearAlgebra.Logdet, LinearAlgebra.Solve, LinearAlgebra.CholeskySolve,
    ];

    /// <summary>Operations on images, whose batch is the first axis when they have one.</summary>
    private static readonly HashSet<Operation> Images =
    [
        Convolution.Conv1d, Convolution.Conv2d, Convolution.Conv3d, Convolution.MaxPool1d, Convolution.MaxPool2d, Convolution.AvgPool1d, Convolution.AvgPool2d,
        Convolution.AdaptiveAvgPool1d, Convolution.AdaptiveAvgPool2d, Normalization.GroupNorm,
    ];

    /// <summary>Whether an operation combines rows of the batch.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="value">The values of its graph by id.</param>
    public static bool Mixes(Op op, Func<int, Value> value)
    {
        var operation = op.Operation;
        var self = TypeOf("self");
        return AlongAxes.Contains(operation) ? MixesAlong(op, self)
            : All.Contains(operation) ? self?.BatchAxis is not null
            : Images.Contains(operation) ? (TypeOf("input") ?? self)?.BatchAxis is > 0
            : Matrices.Contains(operation) ? InMatrix(FromEnd(self)) || InMatrix(FromEnd(TypeOf("other")))
            : operation == Products.Linear ? TypeOf("input") is { Rank: { } rank, BatchAxis: { } batch } && batch == rank - 1
            : operation == Products.Outer || operation == Products.Dot ? self?.BatchAxis is not null
            : operation == Products.Addmm || operation == Products.Addmv ? MixesProduct(FromEnd(TypeOf("left")), FromEnd(TypeOf("right")))
            : operation.Time == TimeRule.Product ? MixesProduct(FromEnd(self), FromEnd(TypeOf("other")))
            : operation == Products.Einsum ? MixesSum(op, value)
            : operation == Normalization.LayerNorm ? self?.BatchAxis >= self?.Rank - op.Find("shape")?.Host?.Items?.Count
            : operation == Indexing.Embedding ? TypeOf("weight")?.BatchAxis is not null
            : operation == Sampling.Multinomial ? self?.BatchAxis == self?.Rank - 1 && self?.BatchAxis is not null
            : operation.Time == TimeRule.Elementwise && op.Operands.Select(id => FromEnd(value(id).Type)).Where(axis => axis is not null).Distinct().Count() > 1;

        TensorType? TypeOf(string name) => op.Find(name) is { Values.Count: 1 } argument ? value(argument.Values[0]).Type : null;
    }

    /// <summary>Where the batch axis is, counted from the last axis, which is 1: as broadcasting counts.</summary>
    private static int? FromEnd(TensorType? type) => type?.Rank - type?.BatchAxis;

    /// <summary>Whether that axis is one of the last two.</summary>
    private static bool InMatrix(int? fromEnd) => fromEnd <= 2;

    private static bool MixesAlong(Op op, TensorType? self) => self is { Rank: { } rank, BatchAxis: { } batch }
        && op.Arguments.Where(argument => CallForm.IsAxis(argument.Name)).SelectMany(Axes).Any(axis => (axis < 0 ? axis + rank : axis) == batch);

    private static IEnumerable<long> Axes(Argument argument) =>
        (argument.Host?.Items ?? (argument.Host is { } host ? EquatableArray.Of(host) : default)).Select(item => item.Constant).OfType<long>();

    /// <summary>A product keeps rows apart when the batch axis is not contracted, and both operands have it in the same place before the matrix.</summary>
    private static bool MixesProduct(int? left, int? right) => left == 1 || right is 2 || (left is not null && right is not null && (left != right || left < 3));

    /// <summary>A sum over labels keeps rows apart when the batch has one label and the result has it too.</summary>
    private static bool MixesSum(Op op, Func<int, Value> value)
    {
        if (EinsumEquation.Parse(op.Find("equation")?.Host?.Text) is not { } equation)
        {
            return false;
        }

        var labels = op.Operands.Zip(equation.Operands, (id, labels) => value(id).Type is { BatchAxis: { } axis, Rank: { } rank } && rank == labels.Length ? labels[axis] : (char?)null)
            .Where(label => label is not null).Distinct().ToList();
        return labels.Count > 1 || (labels.Count == 1 && !equation.Result.Contains(labels[0]!.Value));
    }
}
