using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>
/// The header of a safetensors file, read strictly: what is not as the format says is not read at all. In the header the bytes of a tensor are counted from its end.
/// </summary>
sealed record SafeTensorsHeader(IReadOnlyList<TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    const string MetadataKey = "__metadata__";

    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes after the header.</param>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format; the message says which.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{') throw new InvalidDataException("The header does not begin with '{'.");
        try
        {
            // Not a deserializer: of a key that stands twice, those keep the last.
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            reader.Read();
            var header = ReadHeader(ref reader);
            if (reader.Read()) throw new InvalidDataException("Something follows the header's object.");
            CheckRanges(header.Tensors, dataLength);
            return header;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The header is not the JSON of a safetensors file: {exception.Message}", exception);
        }
    }

    static SafeTensorsHeader ReadHeader(ref Utf8JsonReader reader)
    {
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        while (NextKey(ref reader) is { } key)
        {
            if (key == MetadataKey)
            {
                if (metadata is not null) throw Twice(key);
                metadata = ReadMetadata(ref reader);
            }
            else if (!tensors.TryAdd(key, ReadEntry(key, ref reader)))
            {
                throw Twice(key);
            }
        }

        return new SafeTensorsHeader([.. tensors.Values], metadata ?? []);
    }

    static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (NextKey(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Twice(key);
        }

        return metadata;
    }

    static TensorEntry ReadEntry(string name, ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        (ScalarType DType, int Size)? dtype = null;
        long[]? shape = null;
        long[]? range = null;
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when dtype is null:
                    Expect(ref reader, JsonTokenType.String);
                    dtype = SafeTensorsDType.Find(reader.GetString()!) ?? throw new InvalidDataException($"'{name}' has the unknown dtype {reader.GetString()}.");
                    break;
                case "shape" when shape is null:
                    shape = ReadSizes(ref reader);
                    break;
                case "data_offsets" when range is null:
                    range = ReadSizes(ref reader);
                    break;
                default:
                    throw new InvalidDataException($"'{name}' has a key that is unknown or stands twice: {key}.");
            }
        }

        if (dtype is not { } known || shape is null || range is not [var begin, var end])
            throw new InvalidDataException($"'{name}' lacks its dtype, its shape or its two data_offsets.");
        var bytes = TensorEntry.Bytes(name, shape, known.Size);
        return begin <= end && end - begin == bytes
            ? new TensorEntry(name, known.DType, shape, begin, end)
            : throw new InvalidDataException($"'{name}' needs {bytes} bytes, but its range is {begin} to {end}.");
    }

    static long[] ReadSizes(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        var sizes = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var size) || size < 0)
                throw new InvalidDataException("A size or an offset is not a whole number from 0 on.");
            sizes.Add(size);
        }

        return [.. sizes];
    }

    static void CheckRanges(IReadOnlyList<TensorEntry> tensors, long dataLength)
    {
        var end = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != end) throw new InvalidDataException($"There is a hole or an overlap before the bytes of '{tensor.Name}'.");
            end = tensor.End;
        }

        if (end != dataLength) throw new InvalidDataException($"The header speaks of {end} bytes, but {dataLength} follow it.");
    }

    static string? NextKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => reader.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw new InvalidDataException("The header is not an object of objects."),
        };
    }

    static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        if (reader.TokenType != type) throw new InvalidDataException($"The header has {reader.TokenType} where {type} belongs.");
    }

    static InvalidDataException Twice(string key) => new($"The key '{key}' stands twice.");
}
