using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What a caller gave, by position of the slots; null where nothing was given.</summary>
sealed record CallArguments(Tensor?[] Sequences, Tensor?[] Constants, Tensor?[] States, Tensor?[] Targets)
{
    public double TeacherForcing { get; init; } = 1;

    /// <summary>How many steps of each row are valid, from the first on: (B) int64.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>Which steps of each row are valid: (B, T) bool.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Before which steps each row goes back to its declared initial state: (B, T) bool.</summary>
    public Tensor? Resets { get; init; }

    /// <summary>The number of the first step of this call, where steps are numbered.</summary>
    public long FirstStep { get; init; }

    public long? Steps { get; init; }

    public long? Batch { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether this is one step: then sequences have no time axis.</summary>
    public bool IsStep { get; init; }
}
