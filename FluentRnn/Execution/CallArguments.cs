using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What a caller gave, by position of the slots; null where nothing was given.</summary>
sealed record CallArguments(Tensor?[] Sequences, Tensor?[] Constants, Tensor?[] States, Tensor?[] Targets)
{
    public double TeacherForcing { get; init; } = 1;

    /// <summary>The number of the first step of this call, where steps are numbered.</summary>
    public long FirstStep { get; init; }

    public long? Steps { get; init; }

    public long? Batch { get; init; }

    /// <summary>Whether this is one step: then sequences have no time axis.</summary>
    public bool IsStep { get; init; }
}
