using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Runs a call in segments of a few steps, one after the other, each as a call of its own that goes on where the one before ended.</summary>
/// <param name="call">The whole call.</param>
/// <param name="every">The number of steps of a segment.</param>
/// <param name="run">Runs a segment: its results, and the masks that the steps have drawn or were given, for those that follow.</param>
sealed class Segments(RecurrenceCall call, long every, Func<Segment, (RecurrenceResult Result, Tensor[] Masks)> run)
{
    readonly SegmentOutput[] sequence = [.. call.Definition.SequenceOutputs.Select(name => new SegmentOutput(call, name))];
    readonly KeptValues kept = new(call);
    Tensor[] last = [];
    Tensor? lengths;
    Tensor? finished;

    /// <summary>Runs the call.</summary>
    /// <returns>The results; they belong to the caller.</returns>
    public RecurrenceResult Run()
    {
        var states = Reference.InitialStates(call, call.Definition.ModulesOf(call.Container, call.IsBackward));
        Tensor[] masks = [];
        var cut = new SegmentCut(call, every);
        for (var i = 0; i < cut.Count; i++)
        {
            using var scope = call.NewSegment();
            var segment = cut.At(i, states, finished, [.. sequence.Select(Held)], masks);
            (var result, masks) = run(segment);
            states = result.States;
            Collect(segment, result);
            kept.Replace([.. states, .. masks, .. last, .. new[] { lengths, finished }.OfType<Tensor>()]);
            if (finished is not null && finished.all().ToBoolean()) break;
        }

        return new RecurrenceResult(
            Reference.Returned(call, sequence.Select(output => output.Joined())),
            Reference.Returned(call, last),
            Reference.Returned(call, states),
            lengths is null ? null : call.Return(lengths),
            done: null);
    }

    void Collect(Segment segment, RecurrenceResult result)
    {
        foreach (var (output, piece) in sequence.Zip(result.Sequence)) output.Add(piece);

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
    Tensor? Held(SegmentOutput output) => call.Masked is null || call.Definition.MaskedOutputs != Masked.Held ? null : output.Newest;
}
