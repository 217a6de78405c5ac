using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Decides what stays in the loop: <see cref="HoistInvariants"/> and <see cref="BatchSteps"/> move before it, <see cref="SinkOutputs"/> and <see cref="SinkLastOutputs"/> behind it.
/// </summary>
internal static class Scheduler
{
    public static StepSchedule Schedule(StepGraph graph, StageMap stages, ContainerSpec spec, Optimizations allowed)
    {
        bool Allows(Optimizations optimization) => (allowed & optimization) != Optimizations.None;
        var once = Allows(Optimizations.HoistInvariants) ? HoistInvariants.Select(graph, stages) : [];
        var early = Allows(Optimizations.BatchSteps) ? BatchSteps.Select(graph, stages, spec, once, later: []) : [];
        var behind = Allows(Optimizations.SinkOutputs) ? SinkOutputs.Select(graph, once, early, spec) : [];
        var after = Allows(Optimizations.SinkOutputs) ? SinkLastOutputs.Select(graph, once, behind, spec) : [];
        var ahead = Allows(Optimizations.BatchSteps) ? BatchSteps.Select(graph, stages, spec, once, [.. behind, .. after]) : [];

        var onceOps = Take(graph, once.Contains);
        var aheadOps = Take(graph, ahead.Contains);
        var loopOps = Take(graph, position => !once.Contains(position) && !ahead.Contains(position) && !behind.Contains(position) && !after.Contains(position));
        var behindOps = Take(graph, behind.Contains);
        var afterOps = Take(graph, after.Contains);

        // What is the same at every step, and so is there before and after the loop.
        HashSet<int> invariant = [.. ResultsOf(onceOps), .. InputsOf(graph, InputKind.Constant), .. InputsOf(graph, InputKind.Weight)];
        HashSet<int> aheadValues = [.. ResultsOf(aheadOps)];
        HashSet<int> behindValues = [.. ResultsOf(behindOps)];
        HashSet<int> afterValues = [.. ResultsOf(afterOps)];
        HashSet<int> sequences = [.. InputsOf(graph, InputKind.Sequence)];

        var collected = behindOps.SelectMany(op => op.Operands)
            .Where(value => !invariant.Contains(value) && !behindValues.Contains(value) && !aheadValues.Contains(value) && !sequences.Contains(value))
            .Distinct()
            .ToList();
        var kept = afterOps.SelectMany(op => op.Operands)
            .Concat(graph.Last.Select(binding => binding.Value))
            .Where(value => !invariant.Contains(value) && !afterValues.Contains(value))
            .Distinct()
            .ToList();
        var emitted = graph.Sequence.Select(binding => binding.Value).Where(value => !behindValues.Contains(value));
        var parted = loopOps.SelectMany(op => op.Operands)
            .Concat(graph.Next.Select(binding => binding.Value)).Concat(emitted).Concat(collected).Concat(kept)
            .Concat(graph.Done is { } done ? [done] : Array.Empty<int>())
            .Where(aheadValues.Contains)
            .Distinct();

        var schedule = new StepSchedule(onceOps, aheadOps, loopOps, behindOps, afterOps, parted.ToEquatableArray(), collected.ToEquatableArray(), kept.ToEquatableArray())
        {
            HasNoTemporaries = !spec.HasDone && HasNoTemporaries(loopOps, [.. graph.Next.Select(binding => binding.Value), .. emitted, .. collected, .. kept]),
            Overwrites = Allows(Optimizations.ReuseMemory) ? ReuseMemory.Find(graph, loopOps, aheadValues, [.. collected, .. kept]).ToEquatableArray() : default,
        };
        if (Allows(Optimizations.UseOneDnn))
        {
            schedule = schedule with { OneDnn = OneDnnProducts.Find(schedule, [.. ResultsOf(onceOps), .. InputsOf(graph, InputKind.Weight)]) };
        }

        if (Allows(Optimizations.UseLayers))
        {
            schedule = schedule with { Layer = LstmLayer.Find(graph, schedule, spec) };
        }

        if (spec.Bidirectional is null || schedule.Layer is not null || !Allows(Optimizations.JoinDirections))
        {
            return schedule;
        }

        return JoinedDirections.WhyNot(graph, schedule, spec, invariant) is { } why ? schedule with { WhyApart = why } : schedule with { Joined = JoinedDirections.Of(graph, schedule, invariant) };
    }

    /// <summary>Whether the operations of the loop make nothing but what outlives the step. Others than those element by element may have temporaries of their own.</summary>
    private static bool HasNoTemporaries(EquatableArray<Op> loop, HashSet<int> outliving) =>
        loop.All(op => op.Operation.Time == TimeRule.Elementwise && op.Operation.Effects == Effects.Pure && op.Results.Count == 1) && ResultsOf(loop).All(outliving.Contains);

    private static EquatableArray<Op> Take(StepGraph graph, Func<int, bool> position) =>
        graph.Ops.Where((_, i) => position(i)).ToEquatableArray();

    private static IEnumerable<int> ResultsOf(IEnumerable<Op> ops) => ops.SelectMany(op => op.Results).Select(result => result.Id);

    private static IEnumerable<int> InputsOf(StepGraph graph, InputKind kind) => graph.Inputs.Where(input => input.Kind == kind).Select(input => input.Value.Id);
}
