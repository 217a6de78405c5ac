using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>A declared sequence, constant or state.</summary>
/// <param name="Name">Its name in the group.</param>
/// <param name="DType">Its dtype; null for the floating type of the container's parameters.</param>
/// <param name="Shape">Its shape per sample, without batch and time axis; <see cref="Dsl.Any"/> for a size known only at run time.</param>
/// <param name="Learned">Whether the initial value of this state is a trained parameter.</param>
/// <param name="TeacherForced">Whether a teacher may replace the value of this state.</param>
public sealed record SlotSpec(string Name, ScalarType? DType, IReadOnlyList<long> Shape, bool Learned, bool TeacherForced)
{
    /// <summary>The standard deviation of the initial value of this state, which is then drawn for every row; null when it is not.</summary>
    public double? RandomNormal { get; init; }

    /// <summary>How many steps ago the value of this state was yielded; null for the value of the step before.</summary>
    public int? Lag { get; init; }

    /// <summary>How this sequence numbers the steps; null for a sequence that the caller gives.</summary>
    public StepNumbering? Numbering { get; init; }

    /// <summary>The shape per sample of what is carried: of a state with a lag the values of as many steps, oldest first.</summary>
    internal IReadOnlyList<long> CarriedShape => Lag is { } steps ? [steps, .. Shape] : Shape;

    /// <summary>What was said of the slot that only a state can be.</summary>
    internal IEnumerable<string> Modifiers => new (string Word, bool IsSaid)[]
    {
        (nameof(Dsl.Learned), Learned),
        (nameof(Dsl.TeacherForced), TeacherForced),
        (nameof(Dsl.RandomNormal), RandomNormal is not null),
        (nameof(Dsl.Lag), Lag is not null),
    }.Where(modifier => modifier.IsSaid).Select(modifier => modifier.Word);
}

/// <summary>How the steps of a call are numbered.</summary>
public enum StepNumbering
{
    /// <summary>By the steps processed before: 0, 1, 2, …, also backward.</summary>
    Processing,

    /// <summary>By the position on the time axis of the inputs: backward T - 1, …, 0.</summary>
    Position,
}
