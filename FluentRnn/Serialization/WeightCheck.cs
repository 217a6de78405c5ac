using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>Holds what a file has against what a module needs.</summary>
/// <param name="weights">The weights of the module.</param>
/// <param name="entries">The tensors of the file.</param>
/// <param name="convert">Whether another floating dtype will do.</param>
sealed class WeightCheck(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyList<TensorEntry> entries, bool convert)
{
    /// <exception cref="InvalidDataException">They differ; the message lists all differences.</exception>
    public void Require(string module)
    {
        var differences = new[]
        {
            List("missing", weights.Keys.Except(entries.Select(entry => entry.Name))),
            List("unexpected", entries.Select(entry => entry.Name).Where(name => !weights.ContainsKey(name))),
            List("of another shape", Shared.Where(pair => !pair.Entry.Shape.AsSpan().SequenceEqual(pair.Weight.shape))
                .Select(pair => $"{pair.Entry.Name} {Text.Shape(pair.Entry.Shape)}, not {Text.Shape(pair.Weight.shape)}")),
            List("of another dtype", Shared.Where(pair => !Fits(pair.Entry.DType, pair.Weight.dtype))
                .Select(pair => $"{pair.Entry.Name} {Text.Of(pair.Entry.DType)}, not {Text.Of(pair.Weight.dtype)}{Advice(pair.Entry.DType, pair.Weight.dtype)}")),
        }.OfType<string>().ToList();
        if (differences.Count > 0) throw new InvalidDataException($"The file does not hold the weights of {module}: {string.Join("; ", differences)}.");
    }

    IEnumerable<(TensorEntry Entry, Tensor Weight)> Shared =>
        from entry in entries where weights.ContainsKey(entry.Name) select (entry, weights[entry.Name]);

    bool Fits(ScalarType found, ScalarType needed) => found == needed || (convert && BothFloating(found, needed));

    static bool BothFloating(ScalarType found, ScalarType needed) => is_floating_point(found) && is_floating_point(needed);

    static string Advice(ScalarType found, ScalarType needed) => BothFloating(found, needed) ? " (convert: true converts it)" : "";

    static string? List(string what, IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? null : $"{what}: {list}";
    }
}
