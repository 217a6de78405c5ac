using FluentRnn.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// Files of the weights of a module: of everything in its <c>state_dict</c>, which is every parameter and every persistent buffer, under its declared name. TorchSharp's
/// own <c>save</c> and <c>load</c> write and read the same <c>.dat</c> files; but a load of theirs that fails leaves a module half loaded.
/// </summary>
public static class WeightFiles
{
    /// <summary>Writes the weights to a file, which is there whole or not at all.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; what it held before is replaced once the new one is on the disk.</param>
    /// <param name="format">The format; null for the one that the extension says, <c>.dat</c> or <c>.safetensors</c>.</param>
    /// <returns><paramref name="module"/>.</returns>
    /// <exception cref="ArgumentException">The extension says no format.</exception>
    /// <exception cref="ObjectDisposedException">The module was disposed of.</exception>
    /// <exception cref="NotSupportedException">The format has no name for the dtype of a weight.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static TModule SaveWeights<TModule>(this TModule module, string path, WeightFormat? format = null)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        format ??= WeightFormat.Of(path);
        WholeFile.Write(path, stream => module.SaveWeights(stream, format));
        return module;
    }

    /// <summary>Writes the weights to a stream.</summary>
    /// <inheritdoc cref="SaveWeights{TModule}(TModule, string, WeightFormat?)"/>
    public static TModule SaveWeights<TModule>(this TModule module, Stream stream, WeightFormat format)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        format.Write(stream, [.. WeightsOf(module).Select(weight => (weight.Key, weight.Value))]);
        return module;
    }

    /// <summary>
    /// Reads weights from a file into a module, wherever it lives. All of them or none: names, shapes, dtypes and every rule of the format are checked, and every
    /// value is in memory, before the first weight changes. A part of a module is loaded by itself: <c>rnn.cell.LoadWeights(…)</c>.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="path">A file that <see cref="SaveWeights{TModule}(TModule, string, WeightFormat?)"/>, TorchSharp's <c>save</c> or another tool wrote.</param>
    /// <param name="convert">Whether weights of another floating dtype are converted to the module's; otherwise they are refused.</param>
    /// <param name="format">The format; null for the one that the extension says, <c>.dat</c> or <c>.safetensors</c>.</param>
    /// <returns><paramref name="module"/>.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or holds the weights of another module; then the message lists those that are missing, unexpected, or of another shape or dtype.
    /// </exception>
    /// <exception cref="ArgumentException">The extension says no format.</exception>
    /// <exception cref="ObjectDisposedException">The module was disposed of.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TModule LoadWeights<TModule>(this TModule module, string path, bool convert = false, WeightFormat? format = null)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        format ??= WeightFormat.Of(path);
        using var stream = File.OpenRead(path);
        return module.LoadWeights(stream, format, convert);
    }

    /// <summary>Reads weights from a stream, up to its end, into a module: all of them or none.</summary>
    /// <inheritdoc cref="LoadWeights{TModule}(TModule, string, bool, WeightFormat?)"/>
    public static TModule LoadWeights<TModule>(this TModule module, Stream stream, WeightFormat format, bool convert = false)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        var weights = WeightsOf(module);
        var source = TensorBytes.Seekable(stream);
        var entries = format.Index(source);
        new WeightCheck(weights, entries, convert).Require(module.GetName());

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var values = entries.Select(entry => (Weight: weights[entry.Name], Value: TensorBytes.Read(source, entry)))
            .Select(pair => (pair.Weight, Value: pair.Value.to(pair.Weight.dtype, pair.Weight.device)))
            .ToList();
        foreach (var (weight, value) in values) weight.copy_(value);
        return module;
    }

    static Dictionary<string, Tensor> WeightsOf(nn.Module module)
    {
        // A module that was disposed of has no weights, so it would be saved as an empty file. The native one knows.
        _ = module.training;
        return module.state_dict();
    }
}
