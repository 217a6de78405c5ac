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

    /// <summary>
    /// Takes a vector apart in fewer parts: those of a run are one. Gives what each run became, by where it begins; its parts are taken apart again where something else reads them.
    /// </summary>
    public static IReadOnlyDictionary<int, int> Merge(Op split, IReadOnlyCollection<(int First, int Count)> runs, Func<Value, bool> isReadElsewhere, GraphRewriter rewriter)
    {
        var counts = runs.ToDictionary(run => run.First, run => run.Count);
        var groups = new List<List<Value>>();
        for (var i = 0; i < split.Results.Count; i += groups[groups.Count - 1].Count)
        {
            groups.Add([.. split.Results.Skip(i).Take(counts.TryGetValue(i, out var count) ? count : 1)]);
        }

        var merged = new Dictionary<int, int>();
        var taken = Take(split.Tensor("self")!.Value, [.. groups.Select(group => group.Select(Size).Aggregate((sum, size) => sum + size))], rewriter);
        var first = 0;
        foreach (var (group, value) in groups.Zip(taken, (group, value) => (group, value)))
        {
            if (counts.ContainsKey(first))
            {
                merged[first] = value;
                if (group.Any(isReadElsewhere))
                {
                    Replace(group, Take(value, [.. group.Select(Size)], rewriter), rewriter);
                }
            }
            else
            {
                rewriter.Replace(group[0].Id, value);
            }

            first += group.Count;
        }

        return merged;
    }

    /// <summary>Puts each of these values in the place of another.</summary>
    public static void Replace(IEnumerable<Value> values, IEnumerable<int> by, GraphRewriter rewriter)
    {
        foreach (var (value, other) in values.Zip(by, (value, other) => (value, other)))
        {
            rewriter.Replace(value.Id, other);
        }
    }

    /// <summary>Whether an operation takes its operand apart along the last axis, into parts of known sizes.</summary>
    public static bool IsOf(Op op) => (op.Operation == Joining.Chunk || op.Operation == Joining.SplitSizes)
        && op.Results.Count > 1
        && op.Results.All(result => result.Type.Shape is { } shape && shape[shape.Count - 1].IsWritable)
        && op.IsLastAxis("dim", op.Results[0].Type.Rank!.Value);

    /// <summary>Whether a value is a vector of that size that does not change from step to step.</summary>
    public static bool IsVector(int value, Dim size, GraphIndex index, StageMap stages) =>
        stages[value] == Stage.Invariant && index.Type(value) is { Rank: 1, Shape: { } shape } && shape[0] == size;

    /// <summary>Whether a value is a vector for a part, of its size and element type, that does not change from step to step.</summary>
    public static bool IsVectorOf(Value part, int value, GraphIndex index, StageMap stages) =>
        IsVector(value, Size(part), index, stages) && index.Type(value).Element == part.Type.Element;

    /// <summary>The size of a part.</summary>
    public static Dim Size(Value part) => part.Type.Shape!.Value[part.Type.Rank!.Value - 1];
}
