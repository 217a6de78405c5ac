using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Operations whose results lie in the memory of their operand.</summary>
internal static class Views
{
    private static readonly HashSet<Operation> Whole =
    [
        Shapes.T, Shapes.Transpose, Shapes.Unsqueeze, Shapes.Squeeze, Shapes.View, Shapes.Reshape, Shapes.Expand, Shapes.Permute, Shapes.Flatten, Shapes.Unflatten, Indexing.Narrow, Indexing.Select,
    ];

    private static readonly HashSet<Operation> Partings = [Joining.Chunk, Joining.Split, Joining.SplitSizes, Joining.TensorSplit, Joining.Unbind];

    /// <summary>Whether an operation shows one value in another way.</summary>
    public static bool IsView(Op op) => Whole.Contains(op.Operation);

    /// <summary>Whether an operation takes a value apart.</summary>
    public static bool IsParting(Op op) => Partings.Contains(op.Operation) && op.Results.Count > 1;
}
