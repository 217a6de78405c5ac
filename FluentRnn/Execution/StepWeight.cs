using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>A weight that every step of a generated loop multiplies with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepWeight
{
    // Measured: how many rows torch multiplies faster with a matrix that lies in order, and from how many on with its transpose; and what makes up for the copy.
    const long FewRows = 2;
    const long SomeRows = 4;
    const long LeastSteps = 32;
    const long LeastWeight = 48 << 10;

    internal StepWeight(Tensor matrix, Tensor? reordered) => (Matrix, Reordered) = (matrix, reordered);

    /// <summary>The weight, (in, out).</summary>
    internal Tensor Matrix { get; }

    /// <summary>The same in the order of <see cref="OneDnn"/>; null where torch multiplies.</summary>
    internal Tensor? Reordered { get; }

    /// <summary>
    /// A weight, (in, out), as it is, or copied once into the order in which the products of the steps of a call are the fastest: without gradients, on the CPU, with enough steps. With gradients what
    /// the forward pass gains the backward pass loses.
    /// </summary>
    internal static StepWeight Of(RecurrenceCall call, Tensor weight) =>
        OneDnn.PaysAtSteps(call.Batch, call.Steps, weight) && OneDnn.Serves(call, weight) ? new(weight, OneDnn.Reorder(weight, call.Batch)) : new(InOrder(call, weight), null);

    static Tensor InOrder(RecurrenceCall call, Tensor weight) =>
        call.Gradients || call.Device.type != DeviceType.CPU || call.Steps < LeastSteps ? weight
        : call.Batch <= FewRows ? weight.contiguous()
        : call.Batch >= SomeRows && weight.numel() >= LeastWeight ? weight.t().contiguous().t()
        : weight;
}
