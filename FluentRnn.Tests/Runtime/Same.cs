using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Asserts that tensors, and gradients, are the same numbers.</summary>
static class Same
{
    public static void Values(Tensor expected, Tensor actual, double tolerance = 1e-10)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        var difference = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"the largest difference is {difference}:\n{expected.str()}\n{actual.str()}");
    }

    /// <summary>The gradients of two computations by the same tensors, each computation reduced to a number by fixed random weights.</summary>
    public static void Gradients(Tensor[] expected, Tensor[] actual, IEnumerable<Tensor> by, double tolerance = 1e-9)
    {
        var inputs = by.ToArray();
        Assert.NotEmpty(inputs);
        var (first, second) = (Gradient(expected, inputs), Gradient(actual, inputs));
        foreach (var (e, a) in first.Zip(second)) Values(e, a, tolerance);
    }

    static Tensor[] Gradient(Tensor[] outputs, Tensor[] by)
    {
        using var generator = new Generator(7);
        var loss = outputs
            .Where(output => is_floating_point(output.dtype))
            .Select(output => (output * rand(output.shape, output.dtype, generator: generator)).sum())
            .Aggregate((sum, part) => sum + part);
        return [.. autograd.grad([loss], by, allow_unused: true, retain_graph: true).Zip(by, (gradient, x) => gradient is null || gradient.IsInvalid ? zeros_like(x) : gradient)];
    }
}
