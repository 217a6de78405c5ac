using FluentRnn.Generators.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>Compares what a shape rule says with what torch gives.</summary>
static class Predicted
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Mistake(Operation operation, IReadOnlyList<TensorType> types, Tensor[] results) => types.Zip(results)
        .Where(pair => !Fits(pair.First, pair.Second))
        .Select(pair => $"{operation} is said to give {pair.First.Element} {pair.First}, and gives {pair.Second.dtype} ({string.Join(", ", pair.Second.shape)})")
        .FirstOrDefault();

    static bool Fits(TensorType type, Tensor result) =>
        (type.Shape is not { } shape || (shape.Count == result.dim() && shape.Zip(result.shape, (size, actual) => size.IsRunTime || Size(size) == actual).All(same => same)))
        && (type.Element == ElementType.Unknown || result.dtype == (type.Element == ElementType.Floating ? ScalarType.Float64 : Enum.Parse<ScalarType>(type.Element.ToString())));

    static long? Size(Dim size)
    {
        // Sizes here are numbers and multiples of the batch.
        if (size.Value is { } value) return value;
        return size.DivideExactly(Dim.Batch)?.Value * Surroundings.Batch ?? (size - Dim.Batch).Value + Surroundings.Batch;
    }
}
