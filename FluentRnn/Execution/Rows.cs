using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The rows of a generated loop that the current step leaves alone: those that are masked at it, and those that were done before it. They hold their states. A row
/// that says that it is done at step k is processed at step k, and left alone after it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Rows
{
    readonly RecurrenceCall call;
    readonly KeptValues kept;

    // Null while nothing has happened: no row is done; no step has run.
    Tensor? finished;
    Tensor? lengths;
    bool someFinished;

    // Of the current step; null for no row.
    Tensor? idle;

    internal Rows(RecurrenceCall call)
    {
        this.call = call;
        kept = new KeptValues(call);
        finished = call.FinishedBefore;
        someFinished = finished is not null;
    }

    /// <summary>The rows masked at the current step, (B) bool; null for none.</summary>
    internal Tensor? Masked { get; private set; }

    /// <summary>The rows that were done before the current step, (B) bool; null for none.</summary>
    internal Tensor? Finished => someFinished ? finished : null;

    /// <summary>Begins a step.</summary>
    /// <param name="masked">The rows masked at it, (B) bool; null for none.</param>
    internal void Begin(Tensor? masked)
    {
        Masked = masked;
        idle = Masked is { } some && Finished is { } done ? some.logical_or(done) : Masked ?? Finished;
    }

    /// <summary>Whether the current step leaves some row alone.</summary>
    internal bool AreIdle => idle is not null;

    /// <summary>The next value for rows that the step processes, the previous one for the others.</summary>
    internal Tensor Hold(Tensor next, Tensor previous) => idle is null ? next : where(RecurrenceCall.RowsOf(idle, next.dim()), previous, next);

    /// <summary>Ends the rows that say so, unless they are masked at this step.</summary>
    /// <param name="done">The rows that end with this step, (B) bool.</param>
    /// <returns>Whether all rows have ended.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="done"/> is not (B) bool.</exception>
    public bool AllDone(Tensor done)
    {
        call.CheckDone(done);
        var ran = idle is null ? ones([call.Batch], ScalarType.Int64, call.Device) : idle.logical_not().to(ScalarType.Int64);
        var ended = idle is null ? done : done.logical_and(idle.logical_not());
        lengths = lengths is null ? ran : lengths + ran;
        finished = finished is null ? ended : finished.logical_or(ended);
        kept.Replace(finished, lengths);
        using var count = finished.sum();
        var rows = count.ToInt64();
        someFinished = rows > 0;
        return rows == call.Batch;
    }

    /// <summary>How many steps each row ran, those not counted at which it was masked: (B), int64.</summary>
    public Tensor Lengths() => lengths ?? zeros([call.Batch], ScalarType.Int64, call.Device);
}
