using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The values of the steps of a generated loop, in the order of processing, each (B, …). Where gradients are recorded it keeps the tensors and stacks them at the end; otherwise it writes
/// them, some at a time, into one buffer, so that nothing but the result takes memory.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="reversed">Whether the first value comes last in the result.</param>
sealed class StepValues(RecurrenceCall call, bool reversed)
{
    // How many values wait to be written together, one operation on many being faster than many on one: at least some, more of small ones.
    const int Least = 64;
    const int Most = 256;
    const long MostBytes = 1 << 20;

    readonly List<Tensor> waiting = [];
    Tensor? buffer;
    Tensor? before;
    long written;
    long together;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>The value added last; null when there is none.</summary>
    public Tensor? Latest { get; private set; }

    /// <summary>Adds a value, (B, …), all of one shape.</summary>
    public void Add(Tensor value)
    {
        call.Shared.Hold(value);
        waiting.Add(Latest = value);
        if (Count++ == 0) together = Math.Clamp(MostBytes / Math.Max(1, value.numel() * value.element_size()), Least, Most);
        if (!call.Gradients && waiting.Count == together && Count < call.Steps) Write();
    }

    /// <summary>Takes the values of all steps, (B, T, …), in the order of processing.</summary>
    public void Take(Tensor values)
    {
        buffer = reversed ? values.flip(1) : values;
        written = Count = call.Steps;
    }

    /// <summary>The values, (B, n, …), n being as many as were added, in the order asked for.</summary>
    public Tensor Stack()
    {
        if (buffer is null) return Joined();
        Write();
        var unused = call.Steps - written;
        return unused == 0 ? buffer : buffer.narrow(1, reversed ? unused : 0, written);
    }

    Tensor Joined()
    {
        if (reversed) waiting.Reverse();
        return stack(waiting, 1);
    }

    void Write()
    {
        if (waiting.Count == 0) return;
        var count = waiting.Count;
        using var joined = Joined();
        buffer ??= call.Keep(empty([joined.shape[0], call.Steps, .. joined.shape[2..]], joined.dtype, joined.device));
        using var place = buffer.narrow(1, reversed ? call.Steps - written - count : written, count);
        place.copy_(joined);

        // The latest is still read: a masked row may hold it at the next step.
        if (before is not null) call.Shared.Release(before);
        before = Latest;
        foreach (var value in waiting)
        {
            if (!ReferenceEquals(value, Latest)) call.Shared.Release(value);
        }

        waiting.Clear();
        written += count;
    }
}
