using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Makes the plan of a container's forward, and finds what is suspicious in its dataflow.</summary>
internal static class ForwardPlanner
{
    /// <summary>The plan of a container.</summary>
    /// <param name="spec">The container, which may say itself what is allowed.</param>
    /// <param name="allowed">What is allowed when it does not.</param>
    public static ForwardPlan Plan(ContainerSpec spec, Optimizations allowed = Optimizations.All)
    {
        allowed = spec.Optimize ?? allowed;
        var why = WhyPlain(spec);
        var loop = LoopForm.Of(spec);
        var variants = why is null ? spec.Variants.Select(variant => Plan(variant, spec, allowed)).ToEquatableArray() : default;
        var views = variants.Select(variant => new PlanView(variant)).ToList();
        return new ForwardPlan
        {
            Spec = spec,
            Variants = variants,
            Initial = why is null && spec.Initial is { } initial ? PassPipeline.Run(PassPipeline.OfOneStep, initial, spec, allowed) : null,
            Loop = loop,
            WhyPlain = why,
            Text = PlanReport.Write(spec, views, loop, why, allowed),
            Mermaid = PlanDiagram.Write(spec, views.FirstOrDefault()),
            Figures = views.Count == 0 ? null : PlanFigures.Of(spec, views[0]),
        };
    }

    /// <summary>The findings about the body as it was written, before any pass.</summary>
    public static IReadOnlyList<LocatedFinding> Check(ContainerSpec spec) => DataflowChecks.Check(spec);

    private static VariantPlan Plan(StepVariant variant, ContainerSpec spec, Optimizations allowed)
    {
        // A layer that multiplies with one-hot vectors is faster than a loop that looks up their rows.
        var mayBeLayer = (allowed & Optimizations.UseLayers) != Optimizations.None && variant.Body.Ops.Any(op => op.Operation == Indexing.OneHot);
        return mayBeLayer && Plan(variant, spec, allowed, PassPipeline.OfLayer) is { Schedule.Layer: not null } layer ? layer : Plan(variant, spec, allowed, PassPipeline.OfLoop);
    }

    private static VariantPlan Plan(StepVariant variant, ContainerSpec spec, Optimizations allowed, IReadOnlyList<Pass> passes)
    {
        var body = PassPipeline.Run(passes, variant.Body, spec, allowed);
        return new VariantPlan(
            variant.Conditions,
            PassPipeline.Run(PassPipeline.OfOneStep, variant.Body, spec, allowed),
            body,
            Scheduler.Schedule(body, StageAnalysis.Run(body, spec), spec, allowed));
    }

    private static string? WhyPlain(ContainerSpec spec) =>
        spec.Variants.Count == 0 ? spec.WhyPlain ?? "the step could not be read"
        : spec.InitialStates.Count > 0 && spec.Initial is null ? spec.WhyPlain ?? "Initial could not be read"
        : spec.Variants.SelectMany(variant => variant.Conditions).FirstOrDefault(condition => !IsKnownBeforeTheLoop(condition, spec)) is { } late
            ? $"the condition '{HostText.OneLine(HostText.Fill(late.Text, name => name))}' reads a sequence or a state"
        : null;

    // The variant is chosen once a call: its conditions can read sizes of constants, but not of what changes from step to step.
    private static bool IsKnownBeforeTheLoop(Condition condition, ContainerSpec spec) =>
        HostText.Placeholders(condition.Text).All(name => StageAnalysis.StageOfName(name, spec) == Stage.Invariant);
}
