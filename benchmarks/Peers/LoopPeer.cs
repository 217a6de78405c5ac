using FluentRnn.Benchmarks.Measure;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>A loop written by hand with TorchSharp.</summary>
static class LoopPeer
{
    /// <param name="name">The peer.</param>
    /// <param name="forward">The loop, on the packed weights.</param>
    /// <param name="packing">How the loop wants the weights; null as they are.</param>
    public static PeerSource Source(string name, Func<Weights, Inputs, Tensor> forward, Packing? packing = null) => new(name, weights =>
    {
        var leaves = Leaves(weights, packing ?? Packing.None(weights));
        var packed = new Weights(leaves.Select(leaf => KeyValuePair.Create(leaf.Name, leaf.Value)));
        return new(name, leaves, inputs => forward(packed, inputs));
    });

    /// <summary>Trainable copies of the packed weights.</summary>
    public static IReadOnlyList<PeerWeight> Leaves(Weights weights, Packing packing)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. packing.Select(entry =>
                new PeerWeight(entry.Name, entry.Values(weights).detach().clone().contiguous().requires_grad_(true).DetachFromDisposeScope(), entry.Gradient)),
        ];
    }
}
