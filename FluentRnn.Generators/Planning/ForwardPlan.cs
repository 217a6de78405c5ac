using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Everything the emitter needs: the container, and how its forward is computed.</summary>
internal sealed record ForwardPlan
{
    public required ContainerSpec Spec { get; init; }

    /// <summary>The plan for every way the host conditions can turn out; empty when forward is a plain loop over the user's lambda.</summary>
    public EquatableArray<VariantPlan> Variants { get; init; }

    /// <summary>The computation of the initial states, after the passes; null when there is none.</summary>
    public StepGraph? Initial { get; init; }

    public required LoopForm Loop { get; init; }

    /// <summary>Why forward is a plain loop, as the end of a sentence that begins "because"; null when it is not.</summary>
    public string? WhyPlain { get; init; }

    /// <summary>The plan for a reader: what is computed when, and why.</summary>
    public required string Text { get; init; }

    /// <summary>The plan as a Mermaid flowchart.</summary>
    public required string Mermaid { get; init; }

    /// <summary>The number of operations by binding time, of the first variant.</summary>
    public StageCounts Counts => Variants.Count == 0 ? new StageCounts(0, 0, 0, 0) : Variants[0].Counts;
}

/// <summary>The plan for one outcome of the host conditions.</summary>
/// <param name="Conditions">The conditions in the order they are met, each with its outcome.</param>
/// <param name="Body">The body after the passes.</param>
/// <param name="Schedule">When each of its operations is executed.</param>
/// <param name="Counts">The number of operations by binding time.</param>
internal sealed record VariantPlan(EquatableArray<Condition> Conditions, StepGraph Body, StepSchedule Schedule, StageCounts Counts)
{
    /// <summary>How gradients are computed. Made when asked for: nothing that is emitted needs it.</summary>
    public AdjointPlan Adjoint(ContainerSpec spec) => AdjointPlanner.Plan(Body, StageAnalysis.Run(Body, spec));
}

/// <summary>The number of operations of a body by binding time.</summary>
internal sealed record StageCounts(int Invariant, int Time, int Carry, int Out)
{
    public static StageCounts Of(StepGraph graph, StageMap stages)
    {
        int Count(Stage stage) => graph.Ops.Count(op => stages[op] == stage);
        return new StageCounts(Count(Stage.Invariant), Count(Stage.Time), Count(Stage.Carry), Count(Stage.Out));
    }
}
