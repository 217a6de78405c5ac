using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Flags of every row and step, of which at least one is set. The steps without any are known on the host, so that they cost nothing.</summary>
sealed class StepFlags
{
    readonly bool[] any;

    StepFlags(Tensor all, bool[] any) => (All, this.any) = (all, any);

    /// <summary>The flags, (B, T) bool.</summary>
    public Tensor All { get; }

    /// <summary>The rows that are flagged at a step on the time axis of the inputs, (B) bool; null for none.</summary>
    public Tensor? At(long position) => any[position] ? All.select(1, position) : null;

    /// <summary>Reads flags, (B, T) bool.</summary>
    /// <returns>Null when none is set.</returns>
    public static StepFlags? Of(Tensor flags)
    {
        using var columns = flags.any(0);
        using var onHost = columns.cpu();
        var any = onHost.data<bool>().ToArray();
        return any.Contains(true) ? new StepFlags(flags, any) : null;
    }
}
