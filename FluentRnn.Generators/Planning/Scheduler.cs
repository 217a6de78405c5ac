using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Decides what stays in the loop: <see cref="HoistInvariants"/> moves before it, <see cref="SinkLastOutputs"/> behind it.</summary>
internal static class Scheduler
{
    public static StepSchedule Schedule(StepGraph graph, StageMap stages, ContainerSpec spec)
    {
        var once = HoistInvariants.Select(graph, stages);
        var after = SinkLastOutputs.Select(graph, once, spec);

        var onceOps = Take(graph, once.Contains);
        var afterOps = Take(graph, after.Contains);
        var outside = new HashSet<int>(onceOps.Concat(afterOps).SelectMany(op => op.Results).Select(result => result.Id));
        outside.UnionWith(graph.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id));

        var kept = afterOps.SelectMany(op => op.Operands)
            .Concat(graph.Last.Select(binding => binding.Value))
            .Where(value => !outside.Contains(value))
            .Distinct();

        return new StepSchedule(onceOps, Take(graph, position => !once.Contains(position) && !after.Contains(position)), afterOps, kept.ToEquatableArray());
    }

    private static EquatableArray<Op> Take(StepGraph graph, Func<int, bool> position) =>
        graph.Ops.Where((_, i) => position(i)).ToEquatableArray();
}
