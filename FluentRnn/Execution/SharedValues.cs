using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The values of the steps that outlive them, each held by whoever reads it later: a state may be an output too. With gradients they live as long as the call; otherwise, until the last holder
/// lets go. Counting costs less than an alias for each holder.
/// </summary>
/// <param name="call">The call.</param>
sealed class SharedValues(RecurrenceCall call)
{
    readonly Dictionary<Tensor, int> holders = new(ReferenceEqualityComparer.Instance);

    /// <summary>Lets a value live on after the step. Inputs, weights and initial values do anyway: they are not counted.</summary>
    public void Hold(Tensor value)
    {
        if (call.Gradients) call.Keep(value);
        else if (holders.TryGetValue(value, out var count)) holders[value] = count + 1;
        else if (call.Take(value)) holders.Add(value, 1);
    }

    /// <summary>Lets go of a value that was held.</summary>
    public void Release(Tensor value)
    {
        if (!holders.TryGetValue(value, out var count)) return;
        if (count > 1)
        {
            holders[value] = count - 1;
            return;
        }

        holders.Remove(value);
        value.Dispose();
    }
}
