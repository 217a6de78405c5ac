using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The same function of neighbouring parts of a vector is the function of the whole, taken apart afterwards: three sigmoids of three gates are one. Legal for operations element by
/// element, where nothing else reads the parts, the other operands are the parts of another vector in the same order, or one value without a last axis, and all
/// are needed at the same time.
/// </summary>
internal static class JoinSiblings
{
    public static Pass Pass { get; } = new("join siblings", Optimizations.JoinSiblings, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        while (Find(new GraphIndex(graph), StageAnalysis.Run(graph, spec)) is { } run)
        {
            graph = Join(graph, run);
        }

        return graph;
    }

    private static Run? Find(GraphIndex index, StageMap stages)
    {
        foreach (var split in index.Graph.Ops.Where(Parts.IsOf))
        {
            for (var first = 0; first < split.Results.Count - 1; first++)
            {
                if (index.OnlyReader(split.Results[first].Id) is not { } reader || !IsJoinable(reader, split.Results[first], index))
                {
                    continue;
                }

                List<Op> members = [reader];
                while (first + members.Count < split.Results.Count
                    && index.OnlyReader(split.Results[first + members.Count].Id) is { } next
                    && IsJoinable(next, split.Results[first + members.Count], index)
                    && stages[next] == stages[reader]
                    && Operands(split, first, [.. members, next], index) is not null)
                {
                    members.Add(next);
                }

                if (members.Count > 1)
                {
                    return new Run(members, Operands(split, first, members, index)!);
                }
            }
        }

        return null;
    }

    /// <summary>Whether a reader of a part works on it element by element and gives something of the same shape.</summary>
    private static bool IsJoinable(Op reader, Value part, GraphIndex index) =>
        reader.Operation.Effects == Effects.Pure && reader.Operation.Time == TimeRule.Elementwise && reader.Operation.TimeOperands.Length == 0
        && reader.Results.Count == 1 && reader.Results[0].Type.Shape == part.Type.Shape
        && reader.Arguments.All(argument => argument.Host is not null || (argument.Values.Count == 1 && index.Type(argument.Values[0]).Shape is not null));

    /// <summary>What the joined operation reads for each argument; null when the members do not go together.</summary>
    private static IReadOnlyList<Joined>? Operands(Op split, int first, IReadOnlyList<Op> members, GraphIndex index)
    {
        if (members.Any(member => member.Operation != members[0].Operation) || members.Distinct(ReferenceComparer.Instance).Count() != members.Count)
        {
            return null;
        }

        var joined = new List<Joined>();
        for (var i = 0; i < members[0].Arguments.Count; i++)
        {
            var arguments = members.Select(member => member.Arguments[i]).ToList();
            if (arguments[0].Host is not null)
            {
                if (arguments.Any(argument => argument != arguments[0]))
                {
                    return null;
                }

                joined.Add(new Joined(arguments[0], null, 0));
                continue;
            }

            if (arguments.Any(argument => argument.Host is not null))
            {
                return null;
            }

            var values = arguments.Select(argument => argument.Values[0]).ToList();
            if (values.Distinct().Count() == 1 && HasNoWidth(index.Type(values[0])))
            {
                joined.Add(new Joined(arguments[0], null, 0));
            }
            else if (PartsOf(values, split, first, index) is { } parts)
            {
                joined.Add(new Joined(arguments[0], parts.Split, parts.First));
            }
            else
            {
                return null;
            }
        }

        return joined;
    }

    /// <summary>Whether a value is the same for every element of the last axis.</summary>
    private static bool HasNoWidth(TensorType type) => type.Shape is { } shape && (shape.Count == 0 || shape[shape.Count - 1] == Dim.One);

    /// <summary>The operation that takes apart, and the first part, when these values are neighbouring parts that nobody else reads, of the same sizes as the others.</summary>
    private static (Op Split, int First)? PartsOf(List<int> values, Op sizes, int firstSize, GraphIndex index)
    {
        if (index.Maker(values[0]) is not { } split || !Parts.IsOf(split))
        {
            return null;
        }

        var first = split.Results.TakeWhile(result => result.Id != values[0]).Count();
        for (var i = 0; i < values.Count; i++)
        {
            if (first + i >= split.Results.Count || split.Results[first + i].Id != values[i] || index.OnlyReader(values[i]) is null
                || Parts.Size(split.Results[first + i]) != Parts.Size(sizes.Results[firstSize + i]))
            {
                return null;
            }
        }

        return (split, first);
    }

    private static StepGraph Join(StepGraph graph, Run run)
    {
        var rewriter = new GraphRewriter(graph);
        var splits = run.Operands.Where(operand => operand.Split is not null).GroupBy(operand => operand.Split!, ReferenceComparer.Instance).ToDictionary(group => (Op)group.Key, group => group.ToList());
        var replaced = new HashSet<object>(run.Members.Concat<object>(splits.Keys), ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !replaced.Contains(op)))
        {
            rewriter.Keep(op);
        }

        // Each vector in fewer parts: those that go together are one.
        var whole = new Dictionary<(object Split, int First), int>();
        foreach (var pair in splits)
        {
            var starts = pair.Value.Select(operand => operand.First).Distinct().ToList();
            var parts = pair.Key.Results.ToList();
            var groups = new List<(int First, int Count)>();
            for (var i = 0; i < parts.Count; i += groups[groups.Count - 1].Count)
            {
                groups.Add((i, starts.Contains(i) ? run.Members.Count : 1));
            }

            var sizes = groups.Select(group => parts.Skip(group.First).Take(group.Count).Select(Parts.Size).Aggregate((sum, size) => sum + size)).ToList();
            foreach (var (group, value) in groups.Zip(Parts.Take(pair.Key.Tensor("self")!.Value, sizes, rewriter), (group, value) => (group, value)))
            {
                if (starts.Contains(group.First))
                {
                    whole[(pair.Key, group.First)] = value;
                }
                else
                {
                    rewriter.Replace(parts[group.First].Id, value);
                }
            }
        }

        var joined = rewriter.Add(
            run.Members[0].Operation,
            [.. run.Operands.Select(operand => operand.Split is { } split ? Args.Value(operand.Argument.Name, whole[(split, operand.First)]) : operand.Argument)]);
        var results = Parts.Take(joined, [.. run.Members.Select(member => Parts.Size(member.Results[0]))], rewriter);
        foreach (var (member, result) in run.Members.Zip(results, (member, result) => (member, result)))
        {
            rewriter.Replace(member.Results[0].Id, result);
        }

        return rewriter.Build();
    }

    /// <summary>Operations to be made one.</summary>
    private sealed record Run(IReadOnlyList<Op> Members, IReadOnlyList<Joined> Operands);

    /// <summary>An argument of the joined operation: as it is, or the parts of a vector from one on.</summary>
    private sealed record Joined(Argument Argument, Op? Split, int First);
}
