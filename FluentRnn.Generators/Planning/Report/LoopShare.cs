using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>How much of the arithmetic of a step is left in the loop.</summary>
/// <param name="Loop">The arithmetic in the loop.</param>
/// <param name="Step">That of a step, wherever it is computed; what is computed once a call does not count.</param>
internal sealed record LoopShare(Dim Loop, Dim Step)
{
    private const double SampleBatch = 32;
    private const double SampleSize = 256;

    /// <summary>The share, from 0 to 1, for the sizes of <see cref="Sample"/>.</summary>
    public double Share => Loop == Step ? 1 : Evaluate(Loop) / Evaluate(Step);

    /// <summary>The sizes that were taken, as the end of a sentence; null when the share is the same for all.</summary>
    public string? Sample =>
        Loop == Step || Loop.Value == 0 ? null
        : Step.Symbols.Any(symbol => symbol != Dim.BatchSymbol) ? FormattableString.Invariant($"with B = {SampleBatch} and every other size {SampleSize}")
        : FormattableString.Invariant($"with B = {SampleBatch}");

    public static LoopShare Of(PlanView view) => new(view.Loop.Flops, view.OfSteps.Aggregate(Dim.Constant(0), (sum, phase) => sum + phase.Flops));

    private static double Evaluate(Dim flops) => flops.Evaluate(symbol => symbol == Dim.BatchSymbol ? SampleBatch : SampleSize);
}
