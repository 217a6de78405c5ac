using FluentRnn.Benchmarks.Measure;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>The layouts that several cells share. Gates are letters, in the order in which they lie side by side.</summary>
static class Packings
{
    /// <summary>W (I, gates * H), U (H, gates * H) and b.</summary>
    public static Packing Apart(string gates) => new()
    {
        { "W", w => w.BesideGates("W", gates) },
        { "U", w => w.BesideGates("U", gates) },
        { "b", w => w.BesideGates("b", gates) },
    };

    /// <summary>W (I + H, gates * H), for a product with [x, h], and b.</summary>
    public static Packing Joined(string gates) => new()
    {
        { "W", w => cat([w.BesideGates("W", gates), w.BesideGates("U", gates)], 0) },
        { "b", w => w.BesideGates("b", gates) },
    };

    /// <summary>torch's layers and cells: matrices transposed, and two biases that are added.</summary>
    /// <param name="gates">The gates in torch's order.</param>
    /// <param name="prefix">What comes before the names of parameters: the module's name.</param>
    /// <param name="suffix">What comes after them: the layer's number.</param>
    public static Packing Vendor(string gates, string prefix = "", string suffix = "") => new()
    {
        { $"{prefix}weight_ih{suffix}", w => w.BesideGates("W", gates).t() },
        { $"{prefix}weight_hh{suffix}", w => w.BesideGates("U", gates).t() },
        { $"{prefix}bias_ih{suffix}", w => w.BesideGates("b", gates) },
        { $"{prefix}bias_hh{suffix}", w => zeros_like(w.BesideGates("b", gates)), w => w.BesideGates("b", gates) },
    };

    /// <summary>Two linear modules called input and recurrent, the second without a bias.</summary>
    public static Packing Linears(string gates) => new()
    {
        { "input.weight", w => w.BesideGates("W", gates).t() },
        { "input.bias", w => w.BesideGates("b", gates) },
        { "recurrent.weight", w => w.BesideGates("U", gates).t() },
    };
}
