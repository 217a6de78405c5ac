using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The states of a container, one tensor (B, …) each; null where the default is meant. Every generated <c>State</c> is one.</summary>
/// <typeparam name="TSelf">The generated type.</typeparam>
public interface IRecurrentState<TSelf> : IDisposable
    where TSelf : struct, IRecurrentState<TSelf>
{
    /// <summary>The names of the states, in the order of their declaration.</summary>
    static abstract IReadOnlyList<string> Names { get; }

    /// <summary>The values, in that order.</summary>
    IReadOnlyList<Tensor?> Values { get; }

    /// <summary>The states with these values, in that order.</summary>
    static abstract TSelf From(IReadOnlyList<Tensor?> values);
}
