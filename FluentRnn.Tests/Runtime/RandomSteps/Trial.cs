using System.Globalization;
using System.Reflection;
using FluentRnn.Generators.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>Runs a random step on both executors.</summary>
static class Trial
{
    public const string Refused = "torch refuses it in both executors";

    /// <summary>What differs, or null when values and gradients agree.</summary>
    public static string? Run(Assembly assembly, string name, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var net = (nn.Module)Activator.CreateInstance(assembly.GetType(name)!, null, ScalarType.Float64)!;
        var run = assembly.GetType("Call" + name)!.GetMethod("Run")!.CreateDelegate<Func<nn.Module, Executor, Tensor[], Tensor[], Tensor[], Tensor, Tensor[], Tensor[]>>();
        const long B = Surroundings.Batch, T = Surroundings.Steps, N = Surroundings.Size;
        Tensor[] x = [Floating(B, T, N), Surroundings.Sample(ElementType.Int64, B, T), Surroundings.Sample(ElementType.Bool, B, T), Surroundings.Sample(ElementType.Int64, B, T, N)];
        Tensor[] c = [Floating(B, N), Floating(B, 3, N)];
        Tensor[] s = [Floating(B, N), Floating(B, 3, N)];
        var target = Floating(B, T, N);
        Tensor[] ragged = [randint(0, T + 1, [B]), rand(B, T) < 0.7, rand(B, T) < 0.3];
        Tensor[] by = [.. net.parameters(), x[0], .. c, .. s, target];

        var (expected, actual) = (Of(Executor.Reference), Of(Executor.Generated));
        if (expected is null || actual is null) return expected is null && actual is null ? Refused : $"torch refuses it in {(expected is null ? "the reference" : "the generated loop")} only";
        return expected.Zip(actual, (first, second) => Difference(first, second))
            .Select((difference, i) => difference is null ? null : string.Create(CultureInfo.InvariantCulture, $"result {i} of {expected.Length - by.Length} and {by.Length} gradients: {difference}"))
            .FirstOrDefault(difference => difference is not null);

        Tensor[]? Of(Executor executor)
        {
            manual_seed(seed);
            try
            {
                var results = run(net, executor, x, c, s, target, ragged);
                return [.. results, .. Same.Gradient(results, by)];
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    static string? Difference(Tensor expected, Tensor actual) =>
        expected.dtype != actual.dtype ? $"{expected.dtype} is {actual.dtype}"
        : !expected.shape.AsSpan().SequenceEqual(actual.shape) ? $"({string.Join(", ", expected.shape)}) is ({string.Join(", ", actual.shape)})"
        : expected.to_type(ScalarType.Float64).allclose(actual.to_type(ScalarType.Float64), rtol: 1e-7, atol: 1e-9, equal_nan: true) ? null
        : $"{expected.str()} is {actual.str()}";

    static Tensor Floating(params long[] shape) => randn(shape, ScalarType.Float64, requires_grad: true);
}
