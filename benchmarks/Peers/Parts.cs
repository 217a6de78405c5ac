using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>Columns of a tensor, disposed together.</summary>
readonly struct Parts(Tensor[] tensors) : IDisposable
{
    public Tensor this[int part] => tensors[part];

    /// <summary>Columns as they are.</summary>
    public static Parts Split(Tensor products, params long[] sizes) => new(products.split(sizes, 1));

    /// <summary>Gates of one size side by side, first those with a sigmoid, then those with a tanh. Where nothing is recorded for gradients, written over the products.</summary>
    public static Parts Activate(Tensor products, int sigmoids, int tanhs = 0)
    {
        var count = sigmoids + tanhs;
        if (is_grad_enabled())
        {
            using var plain = new Parts(products.chunk(count, 1));
            return new([.. Enumerable.Range(0, count).Select(gate => gate < sigmoids ? plain[gate].sigmoid() : plain[gate].tanh())]);
        }

        var hidden = products.shape[1] / count;
        using var first = products.narrow(1, 0, sigmoids * hidden);
        first.sigmoid_();
        if (tanhs > 0)
        {
            using var rest = products.narrow(1, sigmoids * hidden, tanhs * hidden);
            rest.tanh_();
        }

        return new(products.chunk(count, 1));
    }

    public void Dispose()
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
    }
}
