using System.ComponentModel;
using FluentRnn.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What every generated <c>State</c> can do. All but <see cref="Dispose"/> leave the values they are given as they are, and null stays null.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateOperations
{
    /// <summary>The same values, cut off from the gradients of the steps before: between two chunks, this is truncated back-propagation.</summary>
    public static TState Detach<TState>(TState state)
        where TState : struct, IRecurrentState<TState> => Map(state, value => value.detach());

    /// <summary>Copies on a device.</summary>
    public static TState To<TState>(TState state, Device device)
        where TState : struct, IRecurrentState<TState> => Map(state, value => value.to(device, copy: true));

    /// <summary>Copies in a floating dtype; values that are not floating point keep theirs.</summary>
    public static TState To<TState>(TState state, ScalarType dtype)
        where TState : struct, IRecurrentState<TState> =>
        Map(state, value => value.to(is_floating_point(value.dtype) ? dtype : value.dtype, copy: true));

    /// <summary>Rows of the batch, in any order and number: the beams that go on, or the state of every sample after a shuffle.</summary>
    /// <param name="state">The states, each (B, …).</param>
    /// <param name="indices">The rows, (N) int64, each from 0 to B - 1.</param>
    /// <returns>New states, each (N, …).</returns>
    /// <exception cref="ArgumentException"><paramref name="indices"/> is not (N) int64, or goes beyond the batch.</exception>
    public static TState Select<TState>(TState state, Tensor indices)
        where TState : struct, IRecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.dim() != 1 || indices.dtype != ScalarType.Int64)
            throw new ArgumentException($"The rows must be (N) int64, but are {Text.Of(indices)}.", nameof(indices));
        var batch = state.Values.OfType<Tensor>().Select(value => value.shape[0]).FirstOrDefault(long.MaxValue);
        using (NewDisposeScope())
        {
            if (indices.lt(0).logical_or(indices.ge(batch)).any().ToBoolean())
                throw new ArgumentException($"The rows must be from 0 to {Text.Of(batch - 1)}.", nameof(indices));
        }

        return Map(state, value => value.index_select(0, indices));
    }

    /// <summary>Disposes of every value.</summary>
    public static void Dispose<TState>(TState state)
        where TState : struct, IRecurrentState<TState>
    {
        foreach (var value in state.Values) value?.Dispose();
    }

    /// <summary>Writes the values to a file in the safetensors format, under the names of the states; null members are left out. An older file is replaced at the end.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<TState>(TState state, string path)
        where TState : struct, IRecurrentState<TState>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensors.Write(path, Given(state), Metadata<TState>());
    }

    /// <summary>Writes the values to a stream in the safetensors format.</summary>
    public static void Save<TState>(TState state, Stream stream)
        where TState : struct, IRecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensors.Write(stream, Given(state), Metadata<TState>());
    }

    /// <summary>Reads values that <see cref="Save{TState}(TState, string)"/> wrote, all or none, on the CPU; states that were null are null again.</summary>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, or holds the states of another container.</exception>
    public static TState Load<TState>(string path)
        where TState : struct, IRecurrentState<TState>
    {
        using var file = File.OpenRead(path);
        return Load<TState>(file);
    }

    /// <summary>Reads the rest of a stream as values that <see cref="Save{TState}(TState, Stream)"/> wrote, all or none, on the CPU.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of a safetensors file, or hold the states of another container.</exception>
    public static TState Load<TState>(Stream stream)
        where TState : struct, IRecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (values, metadata) = SafeTensors.Read(stream);
        IReadOnlyList<string> saved = metadata.TryGetValue(StatesKey, out var names) ? names.Split(' ') : [.. values.Keys];
        var unexpected = saved.Concat(values.Keys).Except(TState.Names).ToList();
        var missing = names is null ? [] : TState.Names.Except(saved).ToList();
        if (unexpected.Count + missing.Count > 0)
        {
            foreach (var value in values.Values) value.Dispose();
            throw new InvalidDataException($"The file holds the states of another container: unexpected {List(unexpected)}, missing {List(missing)}.");
        }

        return TState.From([.. TState.Names.Select(name => values.GetValueOrDefault(name))]);
    }

    // Which states there are, also those that are null: a file without it may come from elsewhere.
    const string StatesKey = "states";

    static Dictionary<string, string> Metadata<TState>()
        where TState : struct, IRecurrentState<TState> => new() { [StatesKey] = string.Join(' ', TState.Names) };

    static List<(string Name, Tensor Value)> Given<TState>(TState state)
        where TState : struct, IRecurrentState<TState> =>
        [.. TState.Names.Zip(state.Values).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))];

    static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    static TState Map<TState>(TState state, Func<Tensor, Tensor> map)
        where TState : struct, IRecurrentState<TState> => TState.From([.. state.Values.Select(value => value is null ? null : map(value))]);
}
