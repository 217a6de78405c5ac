using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>
/// The safetensors format: eight bytes with the header's length, a JSON header with dtype, shape and place of every tensor, then the values, row by row,
/// little-endian (https://github.com/huggingface/safetensors). Reading checks everything before a tensor is made.
/// </summary>
internal static class SafeTensors
{
    private const int MaxHeader = 100_000_000;

    private const string MetadataName = "__metadata__";

    private static readonly (ScalarType Type, string Name, int Size)[] ElementTypes =
    [
        (ScalarType.Bool, "BOOL", 1), (ScalarType.Byte, "U8", 1), (ScalarType.Int8, "I8", 1), (ScalarType.Int16, "I16", 2), (ScalarType.Int32, "I32", 4),
        (ScalarType.Int64, "I64", 8), (ScalarType.Float16, "F16", 2), (ScalarType.BFloat16, "BF16", 2), (ScalarType.Float32, "F32", 4), (ScalarType.Float64, "F64", 8),
    ];

    /// <summary>Writes named tensors, in order.</summary>
    /// <exception cref="NotSupportedException">The format has no name for the dtype of a tensor.</exception>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var values = tensors.Select(tensor => (tensor.Name, Value: tensor.Value.detach().cpu().contiguous())).ToList();
        var header = Header(values, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, value) in values)
        {
            if (value.numel() > 0)
            {
                stream.Write(value.bytes);
            }
        }
    }

    /// <summary>Writes a file, which is there whole or not at all; an older one is replaced at the end.</summary>
    /// <inheritdoc cref="Write(Stream, IReadOnlyList{ValueTuple{string, Tensor}}, IReadOnlyDictionary{string, string})"/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var written = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = File.Create(written))
            {
                Write(file, tensors, metadata);
                file.Flush(flushToDisk: true);
            }

            File.Move(written, path, overwrite: true);
        }
        finally
        {
            File.Delete(written);
        }
    }

    /// <summary>Reads all tensors of a file, by name, on the CPU, and its metadata.</summary>
    /// <exception cref="InvalidDataException">The file is not a well-formed safetensors file.</exception>
    public static (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream)
    {
        // A stream that does not say how long it is: what its header claims is believed once it is there.
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy);
        }

        var bytes = stream.Length - stream.Position;
        var prefix = ReadExactly(stream, 8, bytes);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > MaxHeader || length > bytes - 8)
        {
            throw new InvalidDataException($"The file's header cannot be {length} bytes long.");
        }

        var (entries, metadata) = Parse(ReadExactly(stream, (int)length, bytes - 8), bytes - 8 - length);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in entries.OrderBy(entry => entry.Begin))
            {
                var tensor = empty(entry.Shape, entry.Type);
                tensors.Add(entry.Name, tensor);
                ReadValues(stream, entry, tensor);
            }

            return (tensors, metadata);
        }
        catch
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    private static void ReadValues(Stream stream, Entry entry, Tensor tensor)
    {
        if (entry.End == entry.Begin)
        {
            return;
        }

        if (entry.End - entry.Begin > Array.MaxLength)
        {
            throw new InvalidDataException($"'{entry.Name}' is larger than 2 GB.");
        }

        stream.ReadExactly(tensor.bytes);
        if (entry.Type == ScalarType.Bool && tensor.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new InvalidDataException($"'{entry.Name}' has a flag that is neither 0 nor 1.");
        }
    }

    private static byte[] ReadExactly(Stream stream, int count, long available)
    {
        if (count > available)
        {
            throw new InvalidDataException("The file ends too early.");
        }

        var buffer = new byte[count];
        stream.ReadExactly(buffer);
        return buffer;
    }

    private static byte[] Header(IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var offset = 0L;
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach (var (key, text) in metadata)
            {
                json.WriteString(key, text);
            }

            json.WriteEndObject();
            foreach (var (name, value) in tensors)
            {
                var (_, type, size) = ElementTypes.FirstOrDefault(element => element.Type == value.dtype);
                if (type is null)
                {
                    throw new NotSupportedException($"'{name}' is {value.dtype}, for which the safetensors format has no name.");
                }

                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (var dim in value.shape)
                {
                    json.WriteNumberValue(dim);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += value.numel() * size);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The values begin at a multiple of eight; the format allows spaces after the header.
        var padding = (8 - (buffer.WrittenCount % 8)) % 8;
        return [.. buffer.WrittenSpan, .. Encoding.ASCII.GetBytes(new string(' ', padding))];
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) Parse(byte[] header, long bytes)
    {
        try
        {
            if (header[0] != '{')
            {
                throw new InvalidDataException("The file's header is not a JSON object.");
            }

            var parsed = Entries(header);
            Check(parsed.Entries, bytes);
            return parsed;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException("The file's header cannot be read: " + problem.Message, problem);
        }
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) Entries(byte[] header)
    {
        var entries = new List<Entry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(header);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (!names.Add(name))
            {
                throw new InvalidDataException($"The file has '{name}' twice.");
            }

            json.Read();
            if (name == MetadataName)
            {
                ReadMetadata(ref json, metadata);
            }
            else
            {
                entries.Add(ReadEntry(ref json, name));
            }
        }

        // Nothing but spaces may follow the object.
        return json.Read() ? throw new InvalidDataException("The file's header goes on after its end.") : (entries, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("The file's metadata must be an object.");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String || !metadata.TryAdd(key, json.GetString()!))
            {
                throw new InvalidDataException($"The file's metadata must be strings, each under a name of its own; '{key}' is not.");
            }
        }
    }

    private static Entry ReadEntry(ref Utf8JsonReader json, string name)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException($"'{name}' is not an object.");
        }

        string? type = null;
        long[]? shape = null;
        long[]? place = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = json.GetString();
            json.Read();
            switch (field)
            {
                case "dtype" when type is null:
                    type = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref json);
                    break;
                case "data_offsets" when place is null:
                    place = Numbers(ref json);
                    break;
                default:
                    throw new InvalidDataException($"'{name}' has the field '{field}' twice, or one that the format does not have.");
            }
        }

        var element = ElementTypes.FirstOrDefault(element => element.Name == type);
        return element.Name is null || shape is null || place is not [var begin, var end]
            ? throw new InvalidDataException($"'{name}' lacks a known dtype, a shape or two offsets.")
            : checked(shape.Aggregate((long)element.Size, (product, dim) => product * dim)) == end - begin
                ? new Entry(name, element.Type, shape, begin, end)
                : throw new InvalidDataException($"'{name}' has another number of bytes than its shape needs.");
    }

    private static long[] Numbers(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new InvalidDataException("A shape or place in the file's header is not a list.");
        }

        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(json.GetInt64() is >= 0 and var number ? number : throw new InvalidDataException("A size in the file's header is negative."));
        }

        return [.. numbers];
    }

    /// <summary>The values of the tensors follow one another without a hole to the end of the file.</summary>
    private static void Check(List<Entry> entries, long bytes)
    {
        var position = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
            {
                throw new InvalidDataException($"The values of '{entry.Name}' overlap with others or leave a hole.");
            }

            position = entry.End;
        }

        if (position != bytes)
        {
            throw new InvalidDataException($"The file has {bytes} bytes of values, but its header tells of {position}.");
        }
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);
}
