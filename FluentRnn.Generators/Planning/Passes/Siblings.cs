using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using static FluentRnn.Generators.Planning.JoinSiblings;

namespace FluentRnn.Generators.Planning;

/// <summary>Finds operations on neighbouring parts of a vector that go together.</summary>
internal sealed class Siblings(GraphIndex index, StageMap stages, ContainerSpec spec)
{
    private HashSet<int>? _ahead;

    /// <summary>The first run of operations that can be made one; null when there is none.</summary>
    public Run? Find()
    {
        foreach (var split in index.Graph.Ops.Where(Parts.IsOf))
        {
            for (var first = 0; first < split.Results.Count - 1; first++)
            {
                foreach (var reader in ReadersOf(split.Results[first]))
                {
                    var members = Members(split, first, reader);
                    if (members.Count > 1 && OthersGoToo(split, first, members))
                    {
                        return new Run(members, Operands(split, first, members, nested: false)!);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>What goes together with an operation that reads a part, one operation for each part from that on.</summary>
    private List<Op> Members(Op split, int first, Op reader)
    {
        List<Op> members = [reader];
        if (!IsJoinable(reader, split.Results[first]))
        {
            return members;
        }

        while (first + members.Count < split.Results.Count
            && ReadersOf(split.Results[first + members.Count]).FirstOrDefault(next => IsJoinable(next, split.Results[first + members.Count])
                && stages[next] == stages[reader] && Operands(split, first, [.. members, next], nested: false) is not null) is { } found)
        {
            members.Add(found);
        }

        return members;
    }

    private List<Op> ReadersOf(Value part) => [.. index.Readers(part.Id).Distinct(ReferenceComparer.Instance).Cast<Op>()];

    /// <summary>Whether whatever else reads these parts goes together as they do: then nothing is taken apart for nothing.</summary>
    private bool OthersGoToo(Op split, int first, IReadOnlyList<Op> members)
    {
        var parts = split.Results.Skip(first).Take(members.Count).ToList();
        var others = parts.Select(part => ReadersOf(part).Where(reader => !members.Contains(reader, ReferenceComparer.Instance)).ToList()).ToList();
        return !parts.Any(part => index.IsReturned(part.Id))
            && others.All(readers => readers.Count == others[0].Count)
            && Enumerable.Range(0, others[0].Count).All(i =>
            {
                var group = others.Select(readers => readers[i]).ToList();
                return group.Zip(parts, IsJoinable).All(joinable => joinable) && group.All(op => stages[op] == stages[group[0]]) && Operands(split, first, group, nested: true) is not null;
            });
    }

    /// <summary>Whether a reader of a part works on it element by element and gives something of the same shape.</summary>
    private bool IsJoinable(Op reader, Value part) =>
        reader.Operation.Effects == Effects.Pure && reader.Operation.Time == TimeRule.Elementwise && reader.Operation.TimeOperands.Length == 0
        && reader.Results.Count == 1 && reader.Results[0].Type.Shape == part.Type.Shape
        && reader.Arguments.All(argument => argument.Host is not null || (argument.Values.Count == 1 && index.Type(argument.Values[0]).Shape is not null));

    /// <summary>What the joined operation reads for each argument; null when the members do not go together.</summary>
    private IReadOnlyList<Joined>? Operands(Op split, int first, IReadOnlyList<Op> members, bool nested)
    {
        if (members.Any(member => member.Operation != members[0].Operation) || members.Distinct(ReferenceComparer.Instance).Count() != members.Count)
        {
            return null;
        }

        var joined = new List<Joined>();
        for (var i = 0; i < members[0].Arguments.Count; i++)
        {
            if (Operand([.. members.Select(member => member.Arguments[i])], split, first, members, nested) is not { } operand)
            {
                return null;
            }

            joined.Add(operand);
        }

        // Runs of one vector must not overlap.
        return joined.Where(operand => operand.Split is not null)
            .All(operand => joined.All(other => other.Split != operand.Split || other.First == operand.First || Math.Abs(other.First - operand.First) >= members.Count))
            ? joined
            : null;
    }

    private Joined? Operand(IReadOnlyList<Argument> arguments, Op split, int first, IReadOnlyList<Op> members, bool nested)
    {
        if (arguments.Any(argument => argument.Host is not null))
        {
            return arguments.All(argument => argument == arguments[0]) ? new Joined(arguments[0], null, 0) : null;
        }

        var values = arguments.Select(argument => argument.Values[0]).ToList();
        var sizes = split.Results.Skip(first).Take(members.Count).Select(Parts.Size).ToList();
        return values.Distinct().Count() == 1 && HasNoWidth(index.Type(values[0])) ? new Joined(arguments[0], null, 0)
            : PartsOf(values, sizes) is { } parts && (nested || parts.Split == split || OthersGoToo(parts.Split, parts.First, members)) ? new Joined(arguments[0], parts.Split, parts.First)
            : values.Zip(sizes, (value, size) => Parts.IsVector(value, size, index, stages)).All(vector => vector) || AreAhead(values, members) ? new Joined(arguments[0], null, 0) { Separate = values }
            : null;
    }

    /// <summary>Whether a value is the same for every element of the last axis.</summary>
    private static bool HasNoWidth(TensorType type) => type.Shape is { } shape && (shape.Count == 0 || shape[shape.Count - 1] == Dim.One);

    /// <summary>Whether members of the loop read, each for its part, values that are there before the loop: so they are put together before it, and the loop gets no operation more.</summary>
    private bool AreAhead(IReadOnlyList<int> values, IReadOnlyList<Op> members) => stages[members[0]] == Stage.Carry
        && values.Zip(members, (value, member) => index.Type(value) is { Rank: 2 } type && type.Shape == member.Results[0].Type.Shape && type.Element == index.Type(values[0]).Element
            && StepsAsRows.BeginsWithBatch(type) && StepsAsRows.IsSteady(type, spec)).All(fits => fits)
        && values.All((_ahead ??= BeforeLoop.Values(index.Graph, stages, spec)).Contains);

    /// <summary>The operation that takes apart, and the first part, when these values are neighbouring parts of these sizes.</summary>
    private (Op Split, int First)? PartsOf(List<int> values, List<Dim> sizes)
    {
        if (index.Maker(values[0]) is not { } split || !Parts.IsOf(split))
        {
            return null;
        }

        var first = split.Results.TakeWhile(result => result.Id != values[0]).Count();
        var fits = first + values.Count <= split.Results.Count
            && values.Select((value, i) => split.Results[first + i].Id == value && Parts.Size(split.Results[first + i]) == sizes[i]).All(same => same);
        return fits ? (split, first) : null;
    }
}
