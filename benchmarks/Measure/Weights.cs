using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>Tensors by name: the weights of a cell, one for each gate; their gradients; or what a peer packed them into.</summary>
sealed class Weights(IEnumerable<KeyValuePair<string, Tensor>> tensors) : IDisposable
{
    readonly OrderedDictionary<string, Tensor> tensors = new(tensors);

    public Tensor this[string name] => tensors[name];

    public IEnumerable<string> Names => tensors.Keys;

    public IEnumerable<Tensor> Tensors => tensors.Values;

    /// <summary>Uniform numbers, as small as torch's own layers start with.</summary>
    public static Weights Draw(IEnumerable<(string Name, long[] Sizes)> sizes, int hidden)
    {
        var bound = 1 / Math.Sqrt(hidden);
        return new(sizes.Select(size => KeyValuePair.Create(size.Name, empty(size.Sizes).uniform_(-bound, bound))));
    }

    /// <summary>The tensors of several gates side by side: for the letters "ifg" and the prefix "W", Wi, Wf and Wg.</summary>
    public Tensor BesideGates(string prefix, string gates, string suffix = "") => Beside([.. gates.Select(gate => prefix + gate + suffix)]);

    /// <summary>Several tensors side by side, along their last axis.</summary>
    public Tensor Beside(params string[] names) => cat([.. names.Select(name => tensors[name])], -1);

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
    }
}
