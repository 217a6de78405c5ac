using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>A weight that every step of a generated loop multiplies with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepWeight
{
    internal StepWeight(Tensor matrix, Tensor? reordered) => (Matrix, Reordered) = (matrix, reordered);

    /// <summary>The weight, (in, out).</summary>
    internal Tensor Matrix { get; }

    /// <summary>The same in the order of <see cref="OneDnn"/>; null where torch multiplies.</summary>
    internal Tensor? Reordered { get; }
}
