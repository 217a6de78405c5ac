using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// The arguments of a call of a container with states. Every generated <c>Input</c> of such a container is one. A member that an <c>Input</c> does not have says null
/// or 0, and setting it changes nothing.
/// </summary>
/// <typeparam name="TSelf">The generated type.</typeparam>
/// <typeparam name="TState">The <c>State</c> of the container.</typeparam>
public interface IRecurrentInput<TSelf, TState>
    where TSelf : struct, IRecurrentInput<TSelf, TState>
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>The state to start from; what is null takes its initial value.</summary>
    TState? State { get; init; }

    /// <summary>The number of steps, T, where no sequence shows it.</summary>
    int? Steps => null;

    /// <summary>The number of rows, B, where nothing else shows it.</summary>
    int? Batch
    {
        get => null;
        init { }
    }

    /// <summary>The index of the first step, for containers that ask for it.</summary>
    long FirstStep
    {
        get => 0;
        init { }
    }

    /// <summary>Ends a call between two steps.</summary>
    CancellationToken Cancellation => default;

    /// <summary>What only a whole sequence can have, each with its name; null where it was not given.</summary>
    IReadOnlyList<(string Name, object? Value)> OfSequence => [];

    /// <summary>The same arguments with other sequences and constants.</summary>
    /// <param name="sequence">Applied to every sequence, in the order of their declaration.</param>
    /// <param name="constant">Applied to every constant, in the order of their declaration.</param>
    TSelf Map(Func<Tensor, Tensor> sequence, Func<Tensor, Tensor> constant);
}
