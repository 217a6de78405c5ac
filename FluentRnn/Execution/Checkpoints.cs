using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Runs a call in segments of a few steps, of which nothing is remembered for the gradients but the states between them: the backward pass runs the steps of each
/// segment again. So memory grows with T / k + k instead of T, for one more forward pass (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost",
/// arXiv:1604.06174).
/// </summary>
/// <param name="call">The whole call.</param>
/// <param name="loop">Runs the steps of a call, by one executor or the other.</param>
sealed class Checkpoints(RecurrenceCall call, Func<RecurrenceCall, RecurrenceResult> loop)
{
    readonly List<Tensor>[] sequence = [.. call.Definition.SequenceOutputs.Select(_ => new List<Tensor>())];
    readonly List<Tensor> returned = [];
    Tensor[] last = [];
    Tensor? lengths;
    Tensor? finished;

    /// <summary>Whether there is something to gain: the declaration asks for it, gradients are recorded, and there are more steps than stay in memory anyway.</summary>
    public static bool Serve(RecurrenceCall call) =>
        call is { Gradients: true, IsStep: false, Definition.CheckpointEvery: { } every } && call.Steps > every
        && call.Container.parameters().Concat(call.Given).Any(tensor => tensor.requires_grad);

    /// <summary>Runs the call.</summary>
    /// <returns>The results; they belong to the caller.</returns>
    public RecurrenceResult Run()
    {
        var states = Reference.InitialStates(call, call.Definition.ModulesOf(call.Container, call.IsBackward));
        Tensor[] masks = [];
        var cut = new SegmentCut(call, call.Definition.CheckpointEvery!.Value);
        for (var i = 0; i < cut.Count; i++)
        {
            var segment = cut.At(i, states, finished, [.. sequence.Select(Newest)], masks);
            var result = new SegmentReplay(call, loop, segment, returned).Run(out masks);
            states = result.States;
            Collect(segment, result);
            if (finished is not null && finished.all().ToBoolean()) break;
        }

        return new RecurrenceResult(
            Reference.Returned(call, sequence.Select(Joined)),
            Reference.Returned(call, last),
            Reference.Returned(call, states),
            lengths is null ? null : call.Return(lengths),
            done: null);
    }

    bool Reversed => call.IsBackward && call.Definition.KeepOrder;

    void Collect(Segment segment, RecurrenceResult result)
    {
        foreach (var (values, added) in sequence.Zip(result.Sequence)) values.Add(added);

        // A row without a step in this segment has its last one in those before.
        var masked = segment.Masked?.all(1);
        var without = masked is not null && segment.Finished is { } done ? masked.logical_or(done) : masked ?? segment.Finished;
        last = without is null || segment.First == 0
            ? result.Last
            : [.. result.Last.Zip(last, (now, before) => where(RecurrenceCall.RowsOf(without, now.dim()), before, now))];
        if (result.Lengths is { } ran) lengths = lengths is null ? ran : lengths + ran;
        finished = result.Done;
    }

    // What the step before emitted, where masked steps hold it.
    Tensor? Newest(List<Tensor> values) =>
        call.Masked is null || call.Definition.MaskedOutputs != Masked.Held || values.Count == 0
            ? null
            : values[^1].select(1, Reversed ? 0 : values[^1].shape[1] - 1);

    Tensor Joined(List<Tensor> values)
    {
        var missing = call.Definition.TakesSequences ? call.Steps - values.Sum(piece => piece.shape[1]) : 0;
        if (missing > 0)
        {
            var shape = values[0].shape;
            values.Add(zeros([shape[0], missing, .. shape[2..]], values[0].dtype, values[0].device));
        }

        if (Reversed) values.Reverse();
        return cat(values, 1);
    }
}
