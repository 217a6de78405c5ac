using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Asserts that tensors, and gradients, are the same numbers.</summary>
static class Same
{
    public static void Values(Tensor expected, Tensor actual, double tolerance = 1e-9, string what = "")
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (first, second) = (expected.to(ScalarType.Float64), actual.to(ScalarType.Float64));
        if (first.allclose(second, tolerance, tolerance, equal_nan: true)) return;
        Assert.Fail($"{what} differs, by up to {(first - second).abs().max().ToDouble()}:\n{expected.str()}\n{actual.str()}");
    }

    public static void Values(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, double tolerance = 1e-9, string what = "result")
    {
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++) Values(expected[i], actual[i], tolerance, $"{what} {i}");
    }

    /// <summary>The gradients of two computations by the same tensors, each computation reduced to a number by fixed random weights.</summary>
    public static void Gradients(Tensor[] expected, Tensor[] actual, IEnumerable<Tensor> by, double tolerance = 1e-9)
    {
        var inputs = by.ToArray();
        Assert.NotEmpty(inputs);
        var (first, second) = (Gradient(expected, inputs), Gradient(actual, inputs));
        for (var i = 0; i < inputs.Length; i++) Values(first[i], second[i], tolerance, $"gradient {i}");
    }

    /// <summary>The gradients of <see cref="Loss"/>; zeros where it does not depend on a tensor.</summary>
    public static Tensor[] Gradient(Tensor[] outputs, Tensor[] by)
    {
        var loss = Loss(outputs);
        if (!loss.requires_grad) return [.. by.Select(x => zeros_like(x))];
        return [.. autograd.grad([loss], by, allow_unused: true, retain_graph: true).Zip(by, (gradient, x) => gradient is null || gradient.IsInvalid ? zeros_like(x) : gradient)];
    }

    /// <summary>All floating results as one number: their sum, each element weighted by a random number that is always the same.</summary>
    public static Tensor Loss(IEnumerable<Tensor> outputs)
    {
        using var generator = new Generator(7);
        return outputs
            .Where(output => is_floating_point(output.dtype))
            .Select(output => (output * rand(output.shape, output.dtype, generator: generator)).sum())
            .Aggregate((sum, part) => sum + part);
    }
}
