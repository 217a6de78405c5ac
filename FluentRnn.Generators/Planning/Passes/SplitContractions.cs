using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// [x, h]·W is x·Wx + h·Wh: the part of a joined vector that is known earlier is multiplied earlier. Legal when the joined axis is the one that is contracted, and the weight
/// does not change from step to step; it changes the order in which numbers are added, so results agree to rounding. Worth it when the parts become known at different
/// times. What feeds only outputs is left whole: it leaves the loop whole.
/// </summary>
internal static class SplitContractions
{
    public static Pass Pass { get; } = new("split contractions", Optimizations.SplitContractions, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (PartsOf(op, index, stages) is { } parts)
            {
                rewriter.Replace(op.Results[0].Id, Split(op, parts, rewriter));
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return rewriter.Build();
    }

    /// <summary>The parts of the joined input, each with where its rows of the weight begin, by the stage at which they are known; null when the operation is not to be split.</summary>
    private static IReadOnlyList<IGrouping<Stage, Part>>? PartsOf(Op op, GraphIndex index, StageMap stages)
    {
        if (op.Operation != Products.Linear || op.Results[0].Type.Shape is null || stages[op] != Stage.Carry
            || stages[op.Tensor("weight")!.Value] != Stage.Invariant || index.Type(op.Tensor("weight")!.Value).Rank != 2
            || index.Type(op.Tensor("input")!.Value) is not { Rank: { } rank }
            || index.Maker(op.Tensor("input")!.Value, Joining.Cat) is not { } cat || !cat.IsLastAxis("dim", rank))
        {
            return null;
        }

        var parts = new List<Part>();
        var start = Dim.Constant(0);
        foreach (var part in cat.Find("tensors")!.Values)
        {
            if (index.Type(part) is not { Shape: { } shape, Element: var element } || element != op.Results[0].Type.Element || !shape[shape.Count - 1].IsWritable)
            {
                return null;
            }

            parts.Add(new Part(part, start, shape[shape.Count - 1]));
            start += shape[shape.Count - 1];
        }

        var groups = parts.GroupBy(part => stages[part.Value] == Stage.Out ? Stage.Carry : stages[part.Value]).OrderBy(group => group.Key).ToList();
        return groups.Count > 1 ? groups : null;
    }

    private static int Split(Op op, IReadOnlyList<IGrouping<Stage, Part>> groups, GraphRewriter rewriter)
    {
        var weight = op.Tensor("weight")!.Value;
        var bias = op.Find("bias")!;
        int? sum = null;
        foreach (var group in groups)
        {
            var parts = group.ToList();
            var rank = rewriter.Type(parts[0].Value).Rank!.Value;
            var rows = parts.Select(part => rewriter.Add(Indexing.Narrow, Args.Value("self", weight), Args.Size("dim", 1), Args.Size("start", part.Start), Args.Size("length", part.Size))).ToList();
            var product = rewriter.Add(
                Products.Linear,
                Args.Value("input", Joined(parts.Select(part => part.Value).ToList(), rank - 1, rewriter)),
                Args.Value("weight", Joined(rows, 1, rewriter)),
                sum is null ? bias : Args.Null("bias"));
            sum = sum is { } before ? rewriter.Add(Elementwise.Add, Args.Value("self", before), Args.Value("other", product)) : product;
        }

        return sum!.Value;
    }

    private static int Joined(List<int> values, int axis, GraphRewriter rewriter) =>
        values.Count == 1 ? values[0] : rewriter.Add(Joining.Cat, Args.Values("tensors", values), Args.Size("dim", axis));

    private sealed record Part(int Value, Dim Start, Dim Size);
}
