using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>A tensor in a file: what it is, and where its bytes are.</summary>
sealed record TensorEntry(string Name, ScalarType DType, long[] Shape, long Begin, long End)
{
    /// <summary>The bytes that a tensor of this shape takes.</summary>
    /// <exception cref="InvalidDataException">No tensor can be that large.</exception>
    public static long Bytes(string name, IEnumerable<long> shape, int elementSize)
    {
        try
        {
            return shape.Aggregate((long)elementSize, (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"'{name}' has a shape of more elements than there can be.");
        }
    }
}
