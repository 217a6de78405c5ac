using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>The states of a container, one tensor (B, …) each; null where the default is meant. Every generated <c>State</c> is one.</summary>
/// <typeparam name="TSelf">The generated type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IState<TSelf> : IDisposable
    where TSelf : struct, IState<TSelf>
{
    /// <summary>The names of the states, in the order of their declaration.</summary>
    static abstract IReadOnlyList<string> Names { get; }

    /// <summary>The values, in that order.</summary>
    IReadOnlyList<Tensor?> Values { get; }

    /// <summary>The states of these values, in that order.</summary>
    static abstract TSelf Create(IReadOnlyList<Tensor?> values);
}
