using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The steps of both directions in one loop, as rows of one batch: an operation that never combines rows does the same to them, whichever direction they are of. What the loop reads is made for each direction,
/// and joined: weights as one product each, vectors repeated for the rows of their direction.
/// </summary>
/// <param name="Before">What each direction computes before its steps, in order: the operations once a call, and those for all steps at once.</param>
/// <param name="Read">The values that are the same at every step and that the loop reads.</param>
internal sealed record JoinedDirections(EquatableArray<Op> Before, EquatableArray<JoinedValue> Read)
{
    /// <summary>The loop of both directions; null where there is one direction only, or the steps of both cannot be rows of one batch.</summary>
    public static JoinedDirections? Find(StepGraph graph, StepSchedule schedule, ContainerSpec spec)
    {
        if (spec.Bidirectional is null || spec.HasDone || spec.Checkpoint is not null || spec.Variants.Count != 1 || schedule.Layer is not null || schedule.Loop.Count == 0 || Draws(spec) || spec.TeacherForced.Count > 0)
        {
            return null;
        }

        HashSet<int> invariant =
        [
            .. schedule.Once.SelectMany(op => op.Results).Select(result => result.Id),
            .. graph.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id),
        ];
        var rows = new StepsAsRows(graph, spec, invariant.Contains);
        var leaving = graph.Next.Concat(graph.Sequence).Select(binding => binding.Value).Concat(schedule.Collected).Concat(schedule.Kept);
        if (schedule.Loop.Any(op => rows.WhyNot(op) is not null || HostText.Texts(op).SelectMany(HostText.Placeholders).Any()) || leaving.Any(invariant.Contains))
        {
            return null;
        }

        var values = graph.Values();
        var read = schedule.Loop.SelectMany(op => op.Operands.Where(invariant.Contains).Select(operand => Joined(op, operand, values))).Distinct().ToList();
        return read.Any(value => value is null) ? null : new JoinedDirections(Needed(schedule, read.Select(value => value!.Value)), read.Select(value => value!).ToEquatableArray());
    }

    private static JoinedValue? Joined(Op op, int operand, IReadOnlyDictionary<int, Value> values)
    {
        var type = values[operand].Type;
        JoinedForm? form = OneDnnProducts.WeightOf(op) == operand ? (type is { Rank: 2, BatchAxis: null } ? JoinedForm.Weight : null)
            : StepsAsRows.BeginsWithBatch(type) ? JoinedForm.Rows
            : type is { Rank: 1, BatchAxis: null } && (op.Operation.Time == TimeRule.Elementwise || op.Operation == Products.Addmm) && op.Results.All(result => result.Type.Rank == 2) ? JoinedForm.Vector
            : null;
        return form is { } known ? new JoinedValue(operand, known) : null;
    }

    private static bool Draws(ContainerSpec spec) => spec.States.Any(state => state.RandomNormal) || spec.Initial?.Ops.Any(StageAnalysis.IsPinned) == true;

    /// <summary>The operations before the loop on which these values, or those made for every step of it, depend.</summary>
    private static EquatableArray<Op> Needed(StepSchedule schedule, IEnumerable<int> read)
    {
        HashSet<int> needed = [.. read, .. schedule.Parted];
        var ops = new Stack<Op>();
        foreach (var op in schedule.Once.Concat(schedule.Ahead).Reverse().Where(op => op.Results.Any(result => needed.Contains(result.Id))))
        {
            needed.UnionWith(op.Operands);
            ops.Push(op);
        }

        return ops.ToEquatableArray();
    }
}

/// <summary>A value of each direction, and how the two become one.</summary>
internal sealed record JoinedValue(int Value, JoinedForm Form);

/// <summary>How the values of two directions become one.</summary>
internal enum JoinedForm
{
    /// <summary>A matrix, (in, out), that a product multiplies with: the rows of each direction with their own.</summary>
    Weight,

    /// <summary>A vector, the same for all rows: each row gets that of its direction.</summary>
    Vector,

    /// <summary>A value with the rows of the batch: those of one direction stand after those of the other.</summary>
    Rows,
}
