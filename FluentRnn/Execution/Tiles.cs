using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Runs a call of which no gradients are recorded in segments of a few steps, so that what is made for all steps at once, before the loop and behind it, takes memory for one segment in
/// place of T steps.
/// </summary>
static class Tiles
{
    /// <summary>The fewest steps of a segment: with fewer, what is computed once a call would be computed too often.</summary>
    public const long FewestSteps = 32;

    /// <summary>How many steps a segment has; null when the call runs as one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="numbersOfStep">How many numbers are made for all steps at once, beside the outputs, for each step and row.</param>
    /// <param name="budget">How many bytes they may take.</param>
    public static long? StepsOf(RecurrenceCall call, Func<long> numbersOfStep, long budget)
    {
        if (call.Gradients || call.IsStep || call.Steps <= FewestSteps) return null;
        var bytes = numbersOfStep() * call.Batch * call.FloatingType.ElementSize();
        return bytes * call.Steps <= budget ? null : Math.Max(FewestSteps, budget / bytes);
    }

    /// <summary>Runs a call.</summary>
    /// <param name="call">The whole call.</param>
    /// <param name="steps">The number of steps of a segment.</param>
    /// <param name="loop">Runs the steps of a call.</param>
    /// <returns>The results; they belong to the caller.</returns>
    public static RecurrenceResult Run(RecurrenceCall call, long steps, Func<RecurrenceCall, RecurrenceResult> loop) => new Segments(call, steps, segment =>
    {
        using var part = new RecurrenceCall(call, segment, call.Cancellation);
        return (loop(part), part.ReturnMasks());
    }).Run();
}
