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
    /// <summary>The loop of both directions of a container whose steps can be rows of one batch; <paramref name="invariant"/> are the values that are the same at every step.</summary>
    public static JoinedDirections Of(StepGraph graph, StepSchedule schedule, HashSet<int> invariant)
    {
        var values = graph.Values();
        var read = Reads(schedule, invariant).Select(pair => Joined(pair.Op, pair.Operand, values)!).Distinct().ToList();
        return new JoinedDirections(schedule.Before([.. read.Select(value => value.Value), .. schedule.Parted]).ToEquatableArray(), read.ToEquatableArray());
    }

    /// <summary>Why the steps of both directions cannot be rows of one batch, as a sentence without its capital and its stop; null when they can.</summary>
    public static string? WhyNot(StepGraph graph, StepSchedule schedule, ContainerSpec spec, HashSet<int> invariant)
    {
        var rows = new StepsAsRows(graph, spec, invariant.Contains);
        var values = graph.Values();
        var leaving = graph.Next.Concat(graph.Sequence).Select(binding => binding.Value).Concat(schedule.Collected).Concat(schedule.Kept);
        return spec.HasDone ? "a row can be done before the others"
            : spec.Checkpoint is not null ? "Checkpoint runs the steps in segments"
            : spec.Variants.Count != 1 ? "conditions choose between steps"
            : spec.TeacherForced.Count > 0 ? "a teacher can put targets in the place of states"
            : Draws(spec) ? "an initial state is drawn"
            : schedule.Loop.Count == 0 ? "there is nothing in the loop"
            : schedule.Loop.Select(op => (Op: op, Why: rows.WhyNot(op))).FirstOrDefault(pair => pair.Why is not null) is { Why: { } why, Op: var mixing } ? $"'{mixing.Operation.Member}' is in the loop, and {why}"
            : schedule.Loop.SelectMany(HostText.Texts).SelectMany(HostText.Placeholders).Any() ? "a step reads a size of a slot"
            : leaving.Any(invariant.Contains) ? "something that is the same at every step is carried or put out"
            : Reads(schedule, invariant).FirstOrDefault(pair => Joined(pair.Op, pair.Operand, values) is null) is { Op: { } reader } ? $"'{reader.Operation.Member}' reads a weight otherwise than as the matrix of a product or as a vector"
            : null;
    }

    /// <summary>Where the loop reads one of these values.</summary>
    private static IEnumerable<(Op Op, int Operand)> Reads(StepSchedule schedule, HashSet<int> values) =>
        schedule.Loop.SelectMany(op => op.Operands.Where(values.Contains).Select(operand => (op, operand)));

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
