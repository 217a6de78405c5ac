using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Runs a call in segments of a few steps, of which nothing is remembered for the gradients but the states between them: the backward pass runs the steps of each
/// segment again. So memory grows with T / k + k instead of T, for one more forward pass (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost",
/// arXiv:1604.06174).
/// </summary>
static class Checkpoints
{
    /// <summary>Whether there is something to gain: the declaration asks for it, gradients are recorded, and there are more steps than stay in memory anyway.</summary>
    public static bool Serve(RecurrenceCall call) =>
        call is { Gradients: true, IsStep: false, Definition.CheckpointEvery: { } every } && call.Steps > every
        && call.Container.parameters().Concat(call.Given).Any(tensor => tensor.requires_grad);

    /// <summary>Runs a call.</summary>
    /// <param name="call">The whole call.</param>
    /// <param name="loop">Runs the steps of a call, by one executor or the other.</param>
    /// <returns>The results; they belong to the caller.</returns>
    public static RecurrenceResult Run(RecurrenceCall call, Func<RecurrenceCall, RecurrenceResult> loop)
    {
        var returned = new List<Tensor>();
        return new Segments(call, call.Definition.CheckpointEvery!.Value, segment => new SegmentReplay(call, loop, segment, returned).Run()).Run();
    }
}
