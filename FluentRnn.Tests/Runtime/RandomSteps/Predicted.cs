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

    /// <summary>The size for the batch there is: sizes here are numbers, and multiples of the batch plus numbers.</summary>
    static long? Size(Dim size) => Enumerable.Range(0, 32)
        .Select(times => (size - (Dim.Constant(times) * Dim.Batch)).Value + (times * Surroundings.Batch))
        .FirstOrDefault(value => value is not null);
}
