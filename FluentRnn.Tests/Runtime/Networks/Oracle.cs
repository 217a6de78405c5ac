using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>Something known of a network without its loop: numbers that must be the same.</summary>
/// <param name="Says">What must be the same, in words.</param>
/// <param name="Expected">The numbers that are known.</param>
/// <param name="Actual">Those of the container.</param>
/// <param name="Tolerance">How far they may be apart.</param>
sealed record Oracle(string Says, Tensor[] Expected, Tensor[] Actual, double Tolerance = 1e-12)
{
    /// <summary>The largest difference of two numbers; infinite where one is not a number.</summary>
    public double Largest()
    {
        Assert.NotEmpty(Expected);
        Assert.Equal(Expected.Length, Actual.Length);
        return Expected.Zip(Actual, Difference).Max();
    }

    static double Difference(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0) return 0;
        using var difference = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs().max();
        var value = difference.ToDouble();
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }
}
