using System.Text;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>The plan as text: what is computed when, and why it is not computed at another time.</summary>
internal static class PlanReport
{
    public static string Write(ContainerSpec spec, EquatableArray<VariantPlan> variants, LoopForm loop, string? whyPlain)
    {
        var text = new StringBuilder();
        var container = spec.Type.Name.TrimStart('@');
        if (whyPlain is not null)
        {
            Line(text, $"{container}: the step runs as it is written, in a plain loop, because {whyPlain}.");
        }

        foreach (var variant in variants)
        {
            Line(text, variant.Conditions.Count == 0 ? container : $"{container}, when {string.Join(" and ", variant.Conditions.Select(HostText.Describe))}");
            Write(text, spec, variant);
        }

        foreach (var sentence in LoopSentences(spec, loop))
        {
            Line(text, sentence);
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The plan in one sentence, for a documentation comment.</summary>
    public static string Summary(ForwardPlan plan)
    {
        if (plan.WhyPlain is { } why)
        {
            return $"The step runs as it is written, in a plain loop, because {why}.";
        }

        var schedule = plan.Variants[0].Schedule;
        var phases = Phases(schedule).Where(phase => phase.Ops.Count > 0).Select(phase => $"{Count(phase.Ops.Count)} {phase.When}").ToList();
        return phases.Count == 0 ? "No operations." : string.Join(", ", phases) + ".";
    }

    /// <summary>The phases of a call, in order.</summary>
    public static IReadOnlyList<(string Title, string When, EquatableArray<Op> Ops)> Phases(StepSchedule schedule) =>
    [
        ("Once per call", "once per call", schedule.Once),
        ("For all steps at once, before the loop", "for all steps at once", schedule.Ahead),
        ("Each step", "at each step", schedule.Loop),
        ("For all steps at once, after the loop", "for all steps at once after the loop", schedule.Behind),
        ("After the last step", "after the last step", schedule.After),
    ];

    /// <summary>What there is to know of an operation in the loop, or nothing.</summary>
    private static string Reason(Op op, StageMap stages) => (op.Operation.Effects, stages[op]) switch
    {
        (Effects.Random, _) => op.Operation == Sampling.SequenceDropout ? "drawn once a call, by the first step" : "drawn at every step",
        (Effects.Opaque, _) => "not known to the compiler, so it runs at every step, in order",
        (_, Stage.Time) => "depends on the sequences only: could be computed for all steps at once",
        (_, Stage.Out) => "no next state depends on it: could be computed for all steps at once, after the loop",
        _ => string.Empty,
    };

    private static void Write(StringBuilder text, ContainerSpec spec, VariantPlan variant)
    {
        var names = new PlanNames(variant.Body);
        var stages = StageAnalysis.Run(variant.Body, spec);
        foreach (var (title, _, ops) in Phases(variant.Schedule).Where(phase => phase.Ops.Count > 0))
        {
            Line(text, $"  {title}: {Count(ops.Count)}");
            var rows = ops
                .Select(op => (
                    Call: names.Describe(op),
                    Shape: string.Join(" ", op.Results.Select(result => PlanNames.Describe(result.Type))),
                    Reason: title == "Each step" ? Reason(op, stages) : string.Empty))
                .ToList();
            var (calls, shapes) = (Width(rows.Select(row => row.Call)), Width(rows.Select(row => row.Shape)));
            foreach (var (call, shape, reason) in rows)
            {
                Line(text, $"    {call.PadRight(calls)}  {shape.PadRight(shapes)}  {reason}".TrimEnd());
            }
        }
    }

    private static IEnumerable<string> LoopSentences(ContainerSpec spec, LoopForm loop)
    {
        if (loop.StraightLine is { } steps)
        {
            yield return FormattableString.Invariant($"The {steps} steps stand one after the other, without a loop.");
        }
        else if (loop.Factor > 1)
        {
            yield return FormattableString.Invariant($"{loop.Factor} steps stand in one iteration of the loop.");
        }

        if (spec.Backward)
        {
            yield return "From the last step to the first; sequence outputs are in the order of " + (spec.KeepOrder ? "the input." : "processing.");
        }

        if (spec.Bidirectional is { } both)
        {
            yield return $"In both directions, one after the other, {(both.Shared ? "with the same weights" : "each with weights of its own")}; outputs: {both.Merge.ToLowerInvariant()}.";
        }

        if (spec.Checkpoint is { } every)
        {
            yield return $"Between checkpoints, every {every} steps, nothing is remembered for the gradients; the backward pass runs the steps again.";
        }

        if (spec.HasDone)
        {
            yield return "A row that is done keeps its state; the loop ends when all rows are done.";
        }

        if (loop.Remark is { } remark)
        {
            yield return remark;
        }
    }

    private static string Count(int operations) => FormattableString.Invariant($"{operations} operation{(operations == 1 ? string.Empty : "s")}");

    // Rows longer than this do not push the others to the right.
    private static int Width(IEnumerable<string> column) => column.Select(cell => cell.Length).Where(length => length <= 60).DefaultIfEmpty(0).Max();

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
