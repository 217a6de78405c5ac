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

    /// <summary>How many numbers are made for all steps at once, for each step and row, in each variant that makes any; none when the loop cannot run in segments.</summary>
    public IEnumerable<Dim> NumbersOfStep => Loop.IsForAnyLength ? Variants.Select(variant => variant.ForAllSteps).Where(size => size.Value != 0).Distinct() : [];

    /// <summary>Why forward is a plain loop, as the end of a sentence that begins "because"; null when it is not.</summary>
    public string? WhyPlain { get; init; }

    /// <summary>The plan for a reader: what is computed when, and why.</summary>
    public required string Text { get; init; }

    /// <summary>The plan as a Mermaid flowchart.</summary>
    public required string Mermaid { get; init; }

    /// <summary>What the plan comes to in numbers, for the first variant; null when forward is a plain loop.</summary>
    public PlanFigures? Figures { get; init; }

    /// <summary>The number of operations by binding time, of the first variant.</summary>
    public StageCounts Counts => Variants.Count == 0 ? new StageCounts(0, 0, 0, 0) : Variants[0].Counts;
}

/// <summary>The plan for one outcome of the host conditions.</summary>
/// <param name="Conditions">The conditions in the order they are met, each with its outcome.</param>
/// <param name="Step">The body for a single step.</param>
/// <param name="Body">The body for a loop over many steps.</param>
/// <param name="Schedule">When each of its operations is executed.</param>
internal sealed record VariantPlan(EquatableArray<Condition> Conditions, StepGraph Step, StepGraph Body, StepSchedule Schedule)
{
    /// <summary>How many numbers are made for all steps at once, for each step and row, beside the outputs.</summary>
    public Dim ForAllSteps { get; } = AllStepsMemory.Of(Body, Schedule);

    public StageCounts Counts => new(Schedule.Once.Count, Schedule.Ahead.Count, Schedule.Loop.Count, Schedule.Behind.Count + Schedule.After.Count);

    /// <summary>How gradients are computed. Made when asked for: nothing that is emitted needs it.</summary>
    public AdjointPlan Adjoint(ContainerSpec spec) => AdjointPlanner.Plan(Body, StageAnalysis.Run(Body, spec));
}

/// <summary>The number of operations of a body by when they are computed.</summary>
/// <param name="Invariant">Once a call.</param>
/// <param name="Time">For all steps at once, before the loop.</param>
/// <param name="Carry">At every step.</param>
/// <param name="Out">After the loop.</param>
internal sealed record StageCounts(int Invariant, int Time, int Carry, int Out);
