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

    /// <summary>Writes the values to a safetensors file, which is there whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<TState>(TState state, string path)
        where TState : struct, IRecurrentState<TState> => WholeFile.Write(path, stream => Save(state, stream));

    /// <summary>Writes the values to a stream, as safetensors.</summary>
    public static void Save<TState>(TState state, Stream stream)
        where TState : struct, IRecurrentState<TState> => StateFile.Save(state, stream, new Dictionary<string, string>());

    /// <summary>Reads what <see cref="Save{TState}(TState, string)"/> wrote: all values, on the CPU, or none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or holds the states of another container.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TState Load<TState>(string path)
        where TState : struct, IRecurrentState<TState>
    {
        using var stream = File.OpenRead(path);
        return Load<TState>(stream);
    }

    /// <summary>Reads what <see cref="Save{TState}(TState, Stream)"/> wrote, up to the end of the stream: all values, on the CPU, or none.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or those of the states of another container.</exception>
    public static TState Load<TState>(Stream stream)
        where TState : struct, IRecurrentState<TState> => StateFile.Load<TState>(stream).State;

    static TState Map<TState>(TState state, Func<Tensor, Tensor> map)
        where TState : struct, IRecurrentState<TState> => TState.From([.. state.Values.Select(value => value is null ? null : map(value))]);
}
