using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>Named tensors in the safetensors format: 8 bytes of header length, a JSON header, the bytes of the tensors.</summary>
static class SafeTensors
{
    const int MaxHeader = 100_000_000;

    /// <summary>Writes tensors, those with the largest elements first: so every one is aligned.</summary>
    /// <exception cref="NotSupportedException">The format has no name for a dtype.</exception>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var aligned = tensors.OrderByDescending(tensor => tensor.Tensor.element_size()).ToList();
        var header = Header(aligned, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in aligned) TensorBytes.Write(stream, tensor);
    }

    /// <summary>Reads the rest of a stream. The tensors, on the CPU, belong to the caller.</summary>
    /// <exception cref="InvalidDataException">These are not the bytes of a safetensors file; nothing was read then.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream)
    {
        var source = TensorBytes.Seekable(stream);
        var header = Index(source);
        using var scope = NewDisposeScope();
        var tensors = header.Tensors.ToDictionary(entry => entry.Name, entry => TensorBytes.Read(source, entry));
        foreach (var tensor in tensors.Values) scope.MoveToOuter(tensor);
        return (tensors, header.Metadata);
    }

    /// <summary>Reads the header; the ranges of its tensors are positions in the stream.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <exception cref="InvalidDataException">These are not the bytes of a safetensors file.</exception>
    public static SafeTensorsHeader Index(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("The file ends before the length of its header.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        var rest = stream.Length - stream.Position;
        if (length < 0 || length > MaxHeader || length > rest) throw new InvalidDataException("The header is longer than the file, or than a header may be.");
        var json = new byte[length];
        stream.ReadExactly(json);
        var header = SafeTensorsHeader.Parse(json, rest - length);
        var data = stream.Position;
        return header with { Tensors = [.. header.Tensors.Select(entry => entry with { Begin = data + entry.Begin, End = data + entry.End })] };
    }

    static byte[] Header(IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafeTensorsDType.NameOf(tensor.dtype));
                writer.WriteStartArray("shape");
                foreach (var size in tensor.shape) writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.numel() * tensor.element_size());
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Aligned to 8 bytes, as the format's own library writes it.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
