using FluentRnn.Serialization;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The formats of a file of weights.</summary>
public sealed class WeightFormat
{
    readonly string name;
    readonly string extension;

    WeightFormat(
        string name, string extension, Action<Stream, IReadOnlyList<(string Name, Tensor Tensor)>> write, Func<Stream, IReadOnlyList<TensorEntry>> index)
    {
        (this.name, this.extension) = (name, extension);
        (Write, Index) = (write, index);
    }

    /// <summary>What TorchSharp's <c>save</c> writes and its <c>load</c> reads: <c>.dat</c>.</summary>
    public static WeightFormat Dat { get; } = new("Dat", ".dat", DatFile.Write, DatFile.Index);

    /// <summary>What PyTorch, JAX and others exchange, <see href="https://github.com/huggingface/safetensors"/>: <c>.safetensors</c>.</summary>
    public static WeightFormat SafeTensors { get; } = new("SafeTensors", ".safetensors", WriteSafeTensors, stream => Serialization.SafeTensors.Index(stream).Tensors);

    internal Action<Stream, IReadOnlyList<(string Name, Tensor Tensor)>> Write { get; }

    /// <summary>Says what tensors a stream holds and where; a stream that breaks a rule of the format gives <see cref="InvalidDataException"/>.</summary>
    internal Func<Stream, IReadOnlyList<TensorEntry>> Index { get; }

    static WeightFormat[] All => [Dat, SafeTensors];

    /// <inheritdoc/>
    public override string ToString() => name;

    /// <exception cref="ArgumentException">No format has this extension.</exception>
    internal static WeightFormat Of(string path) =>
        Array.Find(All, format => format.extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"'{path}' does not say its format by its extension ({string.Join(", ", All.Select(format => format.extension))}); give the argument format.", nameof(path));

    // The names and layouts are PyTorch's, and its tools ask whether they are.
    static void WriteSafeTensors(Stream stream, IReadOnlyList<(string Name, Tensor Tensor)> tensors) =>
        Serialization.SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["format"] = "pt" });
}
