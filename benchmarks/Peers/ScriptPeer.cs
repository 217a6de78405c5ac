using FluentRnn.Benchmarks.Measure;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>A loop in TorchScript: a function "forward" of x, the memory if there is one, and the packed weights in order.</summary>
static class ScriptPeer
{
    public static PeerSource Source(string name, string script, Packing packing) => new(name, weights =>
    {
        var leaves = LoopPeer.Leaves(weights, packing);
        var unit = jit.compile(script + "\n");
        return new(name, leaves, inputs => unit.invoke<Tensor>("forward", Arguments(inputs, leaves))) { Owned = unit };
    });

    static object[] Arguments(Inputs inputs, IReadOnlyList<PeerWeight> leaves) =>
        inputs.Memory is { } memory ? [inputs.X, memory, .. leaves.Select(leaf => leaf.Value)] : [inputs.X, .. leaves.Select(leaf => leaf.Value)];
}
