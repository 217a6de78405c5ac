using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>Named tensors in the safetensors format: 8 bytes of header length, a JSON header, the bytes of the tensors.</summary>
static class SafeTensors
{
    const int MaxHeader = 100_000_000;

    /// <summary>Writes tensors, in their order.</summary>
    /// <exception cref="NotSupportedException">The format has no name for a dtype.</exception>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var contents = tensors.Select(tensor => (tensor.Name, Tensor: tensor.Tensor.detach().cpu().contiguous())).ToList();
        var header = Header(contents, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in contents)
        {
            if (tensor.numel() > 0) stream.Write(tensor.bytes);
        }
    }

    /// <summary>Writes a file, which is there whole or not at all.</summary>
    /// <inheritdoc cref="Write(Stream, IReadOnlyList{ValueTuple{string, Tensor}}, IReadOnlyDictionary{string, string})"/>
    public static void Write(string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads the rest of a stream. The tensors, on the CPU, belong to the caller.</summary>
    /// <exception cref="InvalidDataException">These are not the bytes of a safetensors file; nothing was read then.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream)
    {
        // A stream that does not say how long it is: what it claims is believed once it is there.
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy);
        }

        var header = ReadHeader(stream);
        var data = stream.Position;
        using var scope = NewDisposeScope();
        var tensors = header.Tensors.ToDictionary(entry => entry.Name, entry => ReadTensor(stream, data, entry));
        foreach (var tensor in tensors.Values) scope.MoveToOuter(tensor);
        return (tensors, header.Metadata);
    }

    static SafeTensorsHeader ReadHeader(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("The file ends before the length of its header.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        var rest = stream.Length - stream.Position;
        if (length < 0 || length > MaxHeader || length > rest) throw new InvalidDataException("The header is longer than the file, or than a header may be.");
        var json = new byte[length];
        stream.ReadExactly(json);
        return SafeTensorsHeader.Parse(json, rest - length);
    }

    static Tensor ReadTensor(Stream stream, long data, SafeTensorsEntry entry)
    {
        if (entry.End - entry.Begin > Array.MaxLength) throw new InvalidDataException($"'{entry.Name}' is larger than 2 GB.");
        var tensor = empty(entry.Shape, entry.DType, CPU);
        if (entry.End == entry.Begin) return tensor;
        stream.Position = data + entry.Begin;
        stream.ReadExactly(tensor.bytes);
        if (entry.DType == ScalarType.Bool && tensor.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException($"'{entry.Name}' has a flag that is neither 0 nor 1.");
        return tensor;
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
