using FluentRnn.Serialization;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>States in a safetensors file: a tensor for every state that is not null, and the names of all states among the metadata.</summary>
static class StateFile
{
    const string StatesKey = "states";

    /// <param name="state">The states.</param>
    /// <param name="stream">What to write to.</param>
    /// <param name="metadata">What is said of them beside their names.</param>
    public static void Save<TState>(TState state, Stream stream, IReadOnlyDictionary<string, string> metadata)
        where TState : struct, IRecurrentState<TState>
    {
        var given = TState.Names.Zip(state.Values).Where(value => value.Second is not null).Select(value => (value.First, value.Second!)).ToList();
        var names = new Dictionary<string, string> { ["format"] = "fluentrnn", [StatesKey] = string.Join(' ', TState.Names) };
        SafeTensors.Write(stream, given, names.Concat(metadata).ToDictionary());
    }

    public static (TState State, IReadOnlyDictionary<string, string> Metadata) Load<TState>(Stream stream)
        where TState : struct, IRecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafeTensors.Read(stream);
        IReadOnlyList<string> found = metadata.TryGetValue(StatesKey, out var names) ? names.Split(' ') : [.. tensors.Keys];
        var unexpected = found.Concat(tensors.Keys).Except(TState.Names).ToList();
        var missing = metadata.ContainsKey(StatesKey) ? TState.Names.Except(found).ToList() : [];
        if (unexpected.Count + missing.Count > 0)
        {
            throw new InvalidDataException(
                $"The file holds the states of another container: unexpected {List(unexpected)}, missing {List(missing)}.");
        }

        return (TState.From([.. TState.Names.Select(name => tensors.TryGetValue(name, out var value) ? scope.MoveToOuter(value) : null)]), metadata);
    }

    static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
