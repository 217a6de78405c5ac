using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The rows that are not done, in a generated loop. A row that says so at step k is processed at step k, and held after it: its states stay, its sequence outputs
/// are zeros, its length is k + 1.
/// </summary>
/// <param name="call">The call.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActiveRows(RecurrenceCall call)
{
    readonly CarriedStates carried = new(call);
    readonly Tensor none = zeros([call.Batch], ScalarType.Bool, call.Device);
    readonly Tensor noSteps = zeros([call.Batch], ScalarType.Int64, call.Device);

    // Null while nothing has happened: no row is done, and all are equally long.
    Tensor? finished;
    Tensor? lengths;
    bool someFinished;

    /// <summary>The next value for rows that are not done, the previous one for the others.</summary>
    /// <param name="next">The value that the step yielded, (B, …).</param>
    /// <param name="previous">The value carried, not the one that a teacher put in its place; it may be null at the first step.</param>
    public Tensor Hold(Tensor next, Tensor? previous) =>
        someFinished ? where(RecurrenceCall.Rows(finished!, next.dim()), previous!, next) : next;

    /// <summary>The value for rows that are not done, zeros for the others.</summary>
    public Tensor Emit(Tensor value) =>
        someFinished ? value.masked_fill(RecurrenceCall.Rows(finished!, value.dim()), 0) : value;

    /// <summary>Ends a step.</summary>
    /// <param name="done">The rows that end with it, (B) bool.</param>
    /// <returns>Whether some row goes on.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="done"/> is not (B) bool.</exception>
    public bool Advance(Tensor done)
    {
        call.CheckDone(done);
        using var going = (finished ?? none).logical_not();
        lengths = (lengths ?? noSteps).add(going);
        finished = (finished ?? none).logical_or(done);
        carried.Advance(finished, lengths);
        using var count = finished.sum();
        var rows = count.ToInt64();
        someFinished = rows > 0;
        return rows < call.Batch;
    }

    /// <summary>How many steps each row ran: (B), int64.</summary>
    public Tensor Lengths() => lengths ?? noSteps;
}
