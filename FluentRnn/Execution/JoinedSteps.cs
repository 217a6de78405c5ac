using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What one direction has of steps that ran together with those of the other.</summary>
/// <param name="Emitted">The sequence outputs of the loop, (B, T, …), in the order of processing.</param>
/// <param name="Collected">The values collected from it, likewise.</param>
/// <param name="Last">The values of the last step, (B, …).</param>
/// <param name="States">The states after it, (B, …).</param>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable CA1819 // By position, for generated code.
public sealed record JoinedSteps(Tensor[] Emitted, Tensor[] Collected, Tensor[] Last, Tensor[] States);
