using System.Text;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>The plan as text: what is computed when, what it costs, and why it is not computed at another time.</summary>
internal static class PlanReport
{
    private const string Note = "FLOPs: 2 for each multiplication with its addition in a product, 1 for each element elsewhere, tanh and exp too; copies are free.";

    public static string Write(ContainerSpec spec, IReadOnlyList<PlanView> views, LoopForm loop, string? whyPlain, Optimizations allowed)
    {
        var text = new StringBuilder();
        var container = spec.Type.Name.TrimStart('@');
        if (whyPlain is not null)
        {
            Line(text, $"{container}: the step runs as it is written, in a plain loop, because {whyPlain}.");
        }

        for (var i = 0; i < views.Count; i++)
        {
            var conditions = views[i].Variant.Conditions;
            Line(text, conditions.Count == 0 ? container : $"{container}, when {string.Join(" and ", conditions.Select(HostText.Describe))}");
            WritePhases(text, views[i]);
            WriteList(text, "Put together or taken apart", Fusions.Of(spec.Variants[i].Body, views[i]).GroupBy(fusion => fusion.Kind, (kind, found) => $"{kind}: {string.Join("; ", found.Select(fusion => fusion.What))}"));
            WriteList(text, "In the loop, though no state needs them there", StayFinder.Of(views[i], spec, allowed).Select(stay => Describe(stay, views[i])));
            WriteTotals(text, views[i], loop);
        }

        foreach (var sentence in LoopSentences(spec, loop))
        {
            Line(text, sentence);
        }

        if (views.Count > 0)
        {
            Line(text, Note);
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
        var phases = new[]
        {
            (schedule.Once, "once per call"), (schedule.Ahead, "for all steps at once"), (schedule.Loop, "at each step"),
            (schedule.Behind, "for all steps at once after the loop"), (schedule.After, "after the last step"),
        }.Where(phase => phase.Item1.Count > 0).Select(phase => $"{Count(phase.Item1.Count)} {phase.Item2}").ToList();
        return phases.Count == 0 ? "No operations." : string.Join(", ", phases) + $". In the loop: {Percent(plan.Figures!.LoopShare)} of the arithmetic of a step{After(plan.Figures.Sample)}.";
    }

    private static void WritePhases(StringBuilder text, PlanView view)
    {
        foreach (var phase in view.Phases.Where(phase => phase.Ops.Count > 0))
        {
            Line(text, $"  {phase.Title}: {Count(phase.Ops.Count)}, {Describe(phase)}");
            var rows = phase.Lines.Select(line => (line.Equation, line.Shapes, Flops: line.Flops is null ? "?" : line.Flops.Value == 0 ? string.Empty : line.Flops.ByDegree())).ToList();
            var (equations, shapes) = (Width(rows.Select(row => row.Equation)), Width(rows.Select(row => row.Shapes)));
            foreach (var (equation, shape, flops) in rows)
            {
                Line(text, $"    {equation.PadRight(equations)}  {shape.PadRight(shapes)}  {flops}".TrimEnd());
            }
        }
    }

    private static string Describe(PlanPhase phase) =>
        phase.IsCounted ? phase.Flops.Value == 0 ? "no arithmetic" : $"{phase.Flops.ByDegree()} FLOPs"
        : phase.Flops.Value == 0 ? "FLOPs not known" : $"{phase.Flops.ByDegree()} FLOPs and what is not known";

    private static string Describe(Stay stay, PlanView view) =>
        $"{string.Join(", ", stay.Op.Results.Select(result => view.Describe(result.Id)))}: {stay.Because}{(stay.Advice is null ? string.Empty : $"; you could {stay.Advice}")}";

    private static void WriteList(StringBuilder text, string title, IEnumerable<string> sentences)
    {
        var lines = sentences.ToList();
        if (lines.Count > 0)
        {
            Line(text, $"  {title}:");
            lines.ForEach(line => Line(text, $"    {line}"));
        }
    }

    private static void WriteTotals(StringBuilder text, PlanView view, LoopForm loop)
    {
        var share = LoopShare.Of(view);
        if (share.Step.Value != 0)
        {
            Line(text, $"  Of the FLOPs of a step, {Percent(share.Share)} are in the loop{After(share.Sample)}.");
        }

        if (view.Variant.Schedule.Layer is not null)
        {
            Line(text, "  The step is that of torch's LSTM, which computes all steps in one call; the loop serves calls with rows that are masked, reset or taught.");
        }

        if (view.Variant.Schedule.Joined is not null)
        {
            Line(text, "  Both directions run in one loop, as rows of one batch, in calls of a few rows that are not masked, reset or taught.");
        }

        if (view.Variant.Schedule.WhyApart is { } why)
        {
            Line(text, $"  The directions run one after the other: {why}.");
        }

        if (view.Variant.Schedule.Overwrites is { Count: > 0 } overwrites)
        {
            Line(text, FormattableString.Invariant($"  Written where an operand was, without memory of their own: {overwrites.Count} in inference, {overwrites.Count(overwrite => overwrite.WhenRecorded)} in training."));
        }

        if (StepMemory.Of(view).Describe().ToList() is { Count: > 0 } memory)
        {
            Line(text, $"  Memory for each step and row: {string.Join("; ", memory)}.");
        }

        if (loop.IsForAnyLength && view.Variant.ForAllSteps is { Value: not 0 } numbers)
        {
            Line(text, $"  Without gradients the steps run in segments when what is made for all at once, {numbers.ByDegree()} numbers for each step and row, exceeds BufferBudget.");
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

    private static string Percent(double share) => share == 0 ? "none" : share == 1 ? "all" : share < 0.005 ? "less than 1 %" : FormattableString.Invariant($"{share * 100:0} %");

    private static string After(string? clause) => clause is null ? string.Empty : ", " + clause;

    private static string Count(int operations) => FormattableString.Invariant($"{operations} operation{(operations == 1 ? string.Empty : "s")}");

    // Rows longer than this do not push the others to the right.
    private static int Width(IEnumerable<string> column) => column.Select(cell => cell.Length).Where(length => length <= 60).DefaultIfEmpty(0).Max();

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
