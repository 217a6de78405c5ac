using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>What is there before the loop: what does not change, sequences, and what is computed from them for all steps at once. What is made of that alone can leave the loop too.</summary>
internal static class BeforeLoop
{
    private const Optimizations Needed = Optimizations.HoistInvariants | Optimizations.BatchSteps;

    /// <summary>The values of a body that are there; none where the compiler may not move what is made of them.</summary>
    public static HashSet<int> Values(StepGraph graph, StageMap stages, ContainerSpec spec)
    {
        if (((spec.Optimize ?? Optimizations.All) & Needed) != Needed)
        {
            return [];
        }

        var once = HoistInvariants.Select(graph, stages);
        return
        [
            .. graph.Inputs.Where(input => input.Kind != InputKind.State).Select(input => input.Value.Id),
            .. once.Concat(BatchSteps.Select(graph, stages, spec, once, [])).SelectMany(position => graph.Ops[position].Results).Select(result => result.Id),
        ];
    }
}
