using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>What a plan comes to in numbers.</summary>
/// <param name="Fused">How often operations were put together.</param>
/// <param name="LoopFlops">The arithmetic in the loop, a step.</param>
/// <param name="StepFlops">The arithmetic of a step, wherever it is computed.</param>
/// <param name="LoopShare">How much of it is in the loop, from 0 to 1.</param>
/// <param name="Sample">The sizes taken for that, as the end of a sentence; null when it is the same for all.</param>
internal sealed record PlanFigures(int Fused, string LoopFlops, string StepFlops, double LoopShare, string? Sample)
{
    public static PlanFigures Of(ContainerSpec spec, PlanView view)
    {
        var share = Planning.LoopShare.Of(view);
        return new PlanFigures(Fusions.Of(spec.Variants[0].Body, view).Count, share.Loop.ByDegree(), share.Step.ByDegree(), share.Share, share.Sample);
    }
}
