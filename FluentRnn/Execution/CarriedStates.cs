using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The states of a generated loop, and those of the values of each step that are read after the last one. A row that is masked or done holds them; a row that is
/// reset begins with its declared initial states again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CarriedStates
{
    readonly RecurrenceCall call;
    readonly KeptValues kept;
    readonly int states;

    // The states, then the values of the last step; the latter are there from the first step on.
    Tensor[] values;

    /// <summary>Begins with the initial states.</summary>
    /// <param name="call">The call.</param>
    /// <param name="initial">The initial states, each (B, …).</param>
    public CarriedStates(RecurrenceCall call, params Tensor[] initial)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(initial);
        this.call = call;
        kept = new KeptValues(call);
        values = initial;
        states = initial.Length;
        call.Carry(this);
    }

    /// <summary>A state, (B, …): what the current step reads; after the loop, the final one.</summary>
    public Tensor this[int state] => values[state];

    /// <summary>A value that was given as one of the last step: for each row, that of its last valid step.</summary>
    /// <param name="value">Its position.</param>
    public Tensor Last(int value) => values[states + value];

    /// <summary>Takes what a step made.</summary>
    /// <param name="next">The next states, each (B, …).</param>
    /// <param name="last">The values to be read after the loop, each (B, …).</param>
    public void Advance(ReadOnlySpan<Tensor> next, ReadOnlySpan<Tensor> last = default)
    {
        Tensor[] taken = [.. next, .. last];
        if (call.Rows.AreIdle) Hold(taken);
        kept.Replace(taken);
        values = taken;
    }

    /// <summary>Lets rows begin with their declared initial states again.</summary>
    /// <param name="rows">The rows, (B) bool.</param>
    internal void Reset(Tensor rows)
    {
        // A copy: the initial states belong to the call.
        var begun = values.ToArray();
        for (var i = 0; i < states; i++) begun[i] = where(RecurrenceCall.RowsOf(rows, begun[i].dim()), call.Declared(i), begun[i]);
        values = begun;
    }

    void Hold(Tensor[] taken)
    {
        var next = taken.ToArray();
        for (var i = 0; i < taken.Length; i++)
        {
            // The last value of a state is often the state itself: then it is held once.
            var same = Array.FindIndex(next, 0, i, value => ReferenceEquals(value, next[i]));
            taken[i] = same >= 0 && ReferenceEquals(Previous(same), Previous(i)) ? taken[same] : call.Rows.Hold(next[i], Previous(i));
        }

        // At the first step the last values have none before them; a row that has no valid step at all is zeros in the end.
        Tensor Previous(int i) => i < values.Length ? values[i] : next[i];
    }
}
