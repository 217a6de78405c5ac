using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>The elements of a tensor in a stream, as they are in memory, whatever the format around them.</summary>
static class TensorBytes
{
    const long Chunk = 1 << 20;

    /// <summary>A stream that knows its length: what a file claims is held against it before anything is allocated.</summary>
    public static Stream Seekable(Stream stream)
    {
        if (stream.CanSeek) return stream;
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    /// <summary>Writes the elements of a tensor of any device and layout.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        foreach (var part in Parts(tensor.detach().cpu().contiguous())) stream.Write(part.bytes);
    }

    /// <summary>Reads a tensor, to the CPU; it belongs to the caller.</summary>
    /// <exception cref="InvalidDataException">A flag is neither 0 nor 1.</exception>
    /// <exception cref="EndOfStreamException">The stream has become shorter since its index was read.</exception>
    public static Tensor Read(Stream stream, TensorEntry entry)
    {
        using var scope = NewDisposeScope();
        var tensor = empty(entry.Shape, entry.DType, CPU);
        stream.Position = entry.Begin;
        foreach (var part in Parts(tensor))
        {
            stream.ReadExactly(part.bytes);
            if (entry.DType == ScalarType.Bool && part.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new InvalidDataException($"'{entry.Name}' has a flag that is neither 0 nor 1.");
        }

        return scope.MoveToOuter(tensor);
    }

    // A span is shorter than 2 GB, a tensor need not be.
    static IEnumerable<Tensor> Parts(Tensor tensor)
    {
        var elements = tensor.numel();
        var flat = tensor.view(elements);
        for (var first = 0L; first < elements; first += Chunk)
        {
            using var part = flat.narrow(0, first, Math.Min(Chunk, elements - first));
            yield return part;
        }
    }
}
