using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A value taken apart along its last axis.</summary>
internal static class Parts
{
    /// <summary>Takes a value apart in parts of these sizes.</summary>
    public static IReadOnlyList<int> Take(int whole, IReadOnlyList<Dim> sizes, GraphRewriter rewriter)
    {
        if (sizes.Count == 1)
        {
            return [whole];
        }

        var axis = rewriter.Type(whole).Rank!.Value - 1;
        return sizes.Distinct().Count() == 1
            ? rewriter.AddMany(Joining.Chunk, Args.Value("self", whole), Args.Size("chunks", sizes.Count), Args.Size("dim", axis))
            : rewriter.AddMany(Joining.SplitSizes, Args.Value("self", whole), Args.Sizes("sizes", sizes), Args.Size("dim", axis));
    }

    /// <summary>Whether an operation takes its operand apart along the last axis, into parts of known sizes.</summary>
    public static bool IsOf(Op op) => (op.Operation == Joining.Chunk || op.Operation == Joining.SplitSizes)
        && op.Results.Count > 1
        && op.Results.All(result => result.Type.Shape is { } shape && shape[shape.Count - 1].IsWritable)
        && op.IsLastAxis("dim", op.Results[0].Type.Rank!.Value);

    /// <summary>The size of a part.</summary>
    public static Dim Size(Value part) => part.Type.Shape!.Value[part.Type.Rank!.Value - 1];
}
