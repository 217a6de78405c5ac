using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>A declared sequence, constant or state.</summary>
/// <param name="Name">Its name in the group.</param>
/// <param name="DType">Its dtype; null for the floating type of the container's parameters.</param>
/// <param name="Shape">Its shape per sample, without batch and time axis; <see cref="Dsl.Any"/> for a size known only at run time.</param>
/// <param name="Learned">Whether the initial value of this state is a trained parameter.</param>
/// <param name="TeacherForced">Whether a teacher may replace the value of this state.</param>
public sealed record SlotSpec(string Name, ScalarType? DType, IReadOnlyList<long> Shape, bool Learned, bool TeacherForced);
