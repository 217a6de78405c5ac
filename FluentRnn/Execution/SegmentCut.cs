using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Cuts what a call is given into segments of a few steps, in the order of processing; the last may be shorter.</summary>
sealed class SegmentCut
{
    readonly RecurrenceCall call;
    readonly long every;
    readonly long[] sizes;
    readonly Tensor[][] sequences;
    readonly Tensor[]?[] taught;
    readonly Tensor[]? taughtRows;
    readonly Tensor[]? masked;
    readonly Tensor[]? resets;
    readonly Tensor?[] declared;

    /// <param name="call">The whole call, whose initial states are there.</param>
    /// <param name="every">The number of steps of a segment.</param>
    public SegmentCut(RecurrenceCall call, long every)
    {
        (this.call, this.every) = (call, every);
        Count = (int)((call.Steps + every - 1) / every);
        sizes = [.. Enumerable.Range(0, Count).Select(i => Math.Min(every, call.Steps - (i * every)))];
        sequences = [.. call.Sequences.Select(InTime)];
        masked = call.Masked is { } flags ? InTime(flags) : null;
        resets = call.Resets is { } before ? InTime(before) : null;
        var states = Enumerable.Range(0, call.Definition.States.Count);
        declared = [.. states.Select(state => call.Resets is null ? null : call.Declared(state))];
        var targets = states.Select(call.Taught).ToList();
        taught = [.. targets.Select(given => given is { } known ? InProcessing(known.Targets) : null)];
        taughtRows = targets.OfType<(Tensor Targets, Tensor? Rows)>().Select(given => given.Rows).FirstOrDefault() is { } rows ? InProcessing(rows) : null;
    }

    /// <summary>How many segments there are.</summary>
    public int Count { get; }

    /// <summary>A segment.</summary>
    /// <param name="index">Its position in the order of processing.</param>
    /// <param name="states">The states after the one before, each (B, …).</param>
    /// <param name="finished">The rows that are done, (B) bool; null for none.</param>
    /// <param name="emitted">The sequence outputs of the step before, each (B, …), where masked steps hold them; else null.</param>
    /// <param name="masks">The masks that the steps before have drawn and keep.</param>
    public Segment At(int index, Tensor[] states, Tensor? finished, Tensor?[] emitted, Tensor[] masks) => new(index * every, sizes[index])
    {
        Sequences = [.. sequences.Select(pieces => pieces[index])],
        Constants = call.Constants,
        States = states,
        Masks = masks,
        Declared = declared,
        Taught = [.. taught.Select(pieces => pieces?[index])],
        Emitted = emitted,
        TaughtRows = taughtRows?[index],
        Masked = masked?[index],
        Resets = resets?[index],
        Finished = finished,
    };

    // One operation cuts all pieces, so that their gradients are put together once.
    Tensor[] InProcessing(Tensor values) => values.split(sizes, 1);

    Tensor[] InTime(Tensor values) => call.IsBackward ? [.. values.split([.. sizes.Reverse()], 1).Reverse()] : InProcessing(values);
}
