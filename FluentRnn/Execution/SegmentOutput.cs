using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// A sequence output of a call that runs in segments. Where gradients are recorded the pieces are joined at the end; otherwise each is written into the result, so that no more than one
/// takes memory beside it.
/// </summary>
/// <param name="call">The whole call.</param>
/// <param name="name">The name of the output, for messages.</param>
sealed class SegmentOutput(RecurrenceCall call, string name)
{
    readonly List<Tensor> pieces = [];
    Tensor? buffer;
    long written;

    /// <summary>The value of the step processed last, (B, …); null before the first.</summary>
    public Tensor? Newest =>
        pieces is [.., var piece] ? piece.select(1, Reversed ? 0 : piece.shape[1] - 1)
        : buffer?.select(1, Reversed ? call.Steps - written : written - 1);

    bool Reversed => call.IsBackward && call.Definition.KeepOrder;

    /// <summary>Adds the values of the next segment processed, (B, n, …).</summary>
    /// <exception cref="InvalidOperationException">Its steps have another shape than those before.</exception>
    public void Add(Tensor piece)
    {
        if (call.Gradients)
        {
            pieces.Add(call.Keep(piece));
            return;
        }

        var (steps, shape) = (piece.shape[1], piece.shape);
        buffer ??= call.Keep(empty([shape[0], call.Steps, .. shape[2..]], piece.dtype, piece.device));
        call.CheckShape(name, piece.select(1, 0), [shape[0], .. buffer.shape[2..]]);
        written += steps;
        buffer.narrow(1, Reversed ? call.Steps - written : written - steps, steps).copy_(piece);
        piece.Dispose();
    }

    /// <summary>
    /// The values, (B, T, …), in the order of the inputs unless the declaration says otherwise. Steps that did not run are zeros when sequences fix the length, and otherwise left out.
    /// </summary>
    public Tensor Joined()
    {
        if (buffer is null) return Concatenated();
        var missing = call.Steps - written;
        if (missing == 0) return buffer;
        if (!call.Definition.TakesSequences) return buffer.narrow(1, Reversed ? missing : 0, written);
        buffer.narrow(1, Reversed ? 0 : written, missing).zero_();
        return buffer;
    }

    Tensor Concatenated()
    {
        var missing = call.Definition.TakesSequences ? call.Steps - pieces.Sum(piece => piece.shape[1]) : 0;
        if (missing > 0)
        {
            var shape = pieces[0].shape;
            pieces.Add(zeros([shape[0], missing, .. shape[2..]], pieces[0].dtype, pieces[0].device));
        }

        if (Reversed) pieces.Reverse();
        return cat(pieces, 1);
    }
}
