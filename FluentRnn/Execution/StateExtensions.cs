using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>What can be done with the states of a container. All but <c>Save</c> return new tensors, and leave the ones they are made from.</summary>
public static class StateExtensions
{
    /// <summary>The same values, cut off from the gradients of the steps before: between two chunks, this is truncated back-propagation.</summary>
    /// <returns>New tensors; null stays null.</returns>
    public static TState Detach<TState>(this TState state)
        where TState : struct, IState<TState> => Map(state, value => value.detach());

    /// <summary>The values on another device.</summary>
    /// <returns>New tensors; null stays null.</returns>
    public static TState To<TState>(this TState state, Device device)
        where TState : struct, IState<TState> => Map(state, value => value.to(device, copy: true));

    /// <summary>The values in another floating dtype; values that are not floating point keep theirs.</summary>
    /// <returns>New tensors; null stays null.</returns>
    public static TState To<TState>(this TState state, ScalarType dtype)
        where TState : struct, IState<TState> => Map(state, value => value.to(is_floating_point(value.dtype) ? dtype : value.dtype, copy: true));

    /// <summary>Rows of the batch, in any order and number: the beams that go on, or the state of every sample after a shuffle.</summary>
    /// <param name="state">The states.</param>
    /// <param name="indices">The rows, (N) int64, each from 0 to B - 1.</param>
    /// <returns>New tensors (N, …); null stays null.</returns>
    /// <exception cref="ArgumentException"><paramref name="indices"/> is not one row of int64.</exception>
    public static TState Select<TState>(this TState state, Tensor indices)
        where TState : struct, IState<TState>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return indices.dim() == 1 && indices.dtype == ScalarType.Int64
            ? Map(state, value => value.index_select(0, indices))
            : throw new ArgumentException($"The rows must be (N) int64, but are {Text.Of(indices)}.", nameof(indices));
    }

    /// <summary>Disposes of every value.</summary>
    internal static void DisposeAll(IReadOnlyList<Tensor?> values)
    {
        foreach (var value in values) value?.Dispose();
    }

    static TState Map<TState>(TState state, Func<Tensor, Tensor> map)
        where TState : struct, IState<TState> => TState.Create([.. state.Values.Select(value => value is null ? null : map(value))]);
}
