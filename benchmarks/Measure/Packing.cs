using System.Collections;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>How a peer lays the weights of a cell out: packed gates, transposed matrices, biases in two halves.</summary>
sealed class Packing : IEnumerable<Packing.Entry>
{
    readonly List<Entry> entries = [];

    /// <summary>One tensor of the peer: its values, and what its gradient must be, both from those of the cell's weights.</summary>
    public sealed record Entry(string Name, Func<Weights, Tensor> Values, Func<Weights, Tensor> Gradient)
    {
        /// <summary>A tensor that holds the same numbers in another place, so that its gradient does too.</summary>
        public Entry(string name, Func<Weights, Tensor> values)
            : this(name, values, values)
        {
        }
    }

    /// <summary>The weights as they are.</summary>
    public static Packing None(Weights weights) => [.. weights.Names.Select(Same)];

    /// <summary>One weight as it is.</summary>
    public static Entry Same(string name) => new(name, weights => weights[name]);

    /// <summary>A tensor that holds the same numbers in another place, so that its gradient does too.</summary>
    public void Add(string name, Func<Weights, Tensor> values) => Add(new(name, values));

    /// <summary>A tensor whose values are not a place of the weights, such as the second of two biases that are added.</summary>
    public void Add(string name, Func<Weights, Tensor> values, Func<Weights, Tensor> gradient) => Add(new(name, values, gradient));

    public void Add(Entry entry) => entries.Add(entry);

    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
