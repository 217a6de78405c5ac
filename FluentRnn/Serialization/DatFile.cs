using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>
/// Named tensors as TorchSharp's <c>save</c> writes them: their number, then for each its name, dtype, rank, sizes and bytes. Numbers are LEB128, names what
/// <see cref="BinaryWriter"/> makes of a string.
/// </summary>
static class DatFile
{
    static readonly ScalarType[] DTypes =
    [
        ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32,
        ScalarType.Float64, ScalarType.ComplexFloat32, ScalarType.ComplexFloat64, ScalarType.Bool,
    ];

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes tensors, in their order.</summary>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        using var writer = new BinaryWriter(stream, StrictUtf8, leaveOpen: true);
        writer.Write7BitEncodedInt(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt((int)tensor.dtype);
            writer.Write7BitEncodedInt((int)tensor.dim());
            foreach (var size in tensor.shape) writer.Write7BitEncodedInt64(size);
            writer.Flush();
            TensorBytes.Write(stream, tensor);
        }
    }

    /// <summary>Reads everything but the bytes of the tensors; those are skipped.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <exception cref="InvalidDataException">These are not the bytes of such a file.</exception>
    public static IReadOnlyList<TensorEntry> Index(Stream stream)
    {
        using var reader = new BinaryReader(stream, StrictUtf8, leaveOpen: true);
        try
        {
            var entries = ReadEntries(reader);
            return stream.Position == stream.Length ? entries : throw new InvalidDataException("Something follows the last tensor.");
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The file is not one that TorchSharp saved, or a part of it: {exception.Message}", exception);
        }
    }

    static List<TensorEntry> ReadEntries(BinaryReader reader)
    {
        // Neither a list nor an array is made in advance: a number in the file may be a lie, what was read is there.
        var count = ReadNumber(reader);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        for (var i = 0L; i < count; i++)
        {
            var entry = ReadEntry(reader);
            if (!names.Add(entry.Name)) throw new InvalidDataException($"'{entry.Name}' stands twice.");
            entries.Add(entry);
        }

        return entries;
    }

    static TensorEntry ReadEntry(BinaryReader reader)
    {
        var stream = reader.BaseStream;
        var name = ReadName(reader);
        var number = ReadNumber(reader);
        var dtype = (ScalarType)number;
        if (number > sbyte.MaxValue || !DTypes.Contains(dtype)) throw new InvalidDataException($"'{name}' has the unknown dtype {number}.");
        var rank = ReadNumber(reader);
        var shape = new List<long>();
        for (var i = 0L; i < rank; i++) shape.Add(ReadNumber(reader));
        var (begin, bytes) = (stream.Position, TensorEntry.Bytes(name, shape, dtype.ElementSize()));
        var rest = stream.Length - begin;
        if (bytes > rest) throw new InvalidDataException($"'{name}' needs {bytes} bytes, but only {rest} are left.");
        stream.Position += bytes;
        return new TensorEntry(name, dtype, [.. shape], begin, begin + bytes);
    }

    static string ReadName(BinaryReader reader)
    {
        var length = ReadNumber(reader);
        var rest = reader.BaseStream.Length - reader.BaseStream.Position;
        if (length > Math.Min(rest, Array.MaxLength)) throw new InvalidDataException($"A name is {length} bytes long, but only {rest} are left.");
        return StrictUtf8.GetString(reader.ReadBytes((int)length));
    }

    static long ReadNumber(BinaryReader reader)
    {
        var number = reader.Read7BitEncodedInt64();
        return number >= 0 ? number : throw new InvalidDataException("A number is larger than any can be.");
    }
}
