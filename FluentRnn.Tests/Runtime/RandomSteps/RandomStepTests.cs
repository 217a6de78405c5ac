using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>Random steps: declared, generated, compiled, loaded, and run on both executors; values and gradients must agree.</summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "U5")]
[Collection(Sequential.Name)]
public sealed class RandomStepTests(ITestOutputHelper output)
{
    private const int Count = 60;

    /// <summary>Runs one container, and gives its outputs and final states, then the gradients of its inputs and of all parameters.</summary>
    private const string Runner = """
        public static class Runner // A random step may not depend on anything that has gradients, hence the term xs * 0.
        {
            public static Tensor[] Run(TRIAL, Executor executor, Tensor x, Tensor c, Tensor h)
            {
                net.Executor = executor;
                net.zero_grad();
                var (xs, cs, hs) = (x.detach().requires_grad_(), c.detach().requires_grad_(), h.detach().requires_grad_());
                var result = net.forward(xs, cs, new(H: hs));
                (result.Y.sin().sum() + result.End.sum() + result.State.H!.square().sum() + result.State.S!.sum() + (xs * 0).sum()).backward();
                var gradients = System.Linq.Enumerable.Select(net.parameters(), parameter => parameter.grad ?? zeros_like(parameter));
                return [result.Y, result.End, result.State.H!, result.State.S!, .. Gradients(xs, cs, hs), .. gradients];
            }

            private static Tensor[] Gradients(params Tensor[] inputs) =>
                System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select(inputs, input => input.grad ?? zeros_like(input)));
        }
        """;

    [Fact]
    public void Both_executors_agree()
    {
        var seed = Seeds.Chosen();
        output.WriteLine($"FLUENTRNN_SEED={seed}");
        var random = new RandomStep(new System.Random(seed));
        var names = Enumerable.Range(0, Count).Select(i => $"Random{i}").ToList();
        var sources = names.Select(random.Write).ToList();
        var runners = names.Select(name => Runner.Replace("Runner", "Runner" + name, StringComparison.Ordinal).Replace("TRIAL", name + " net", StringComparison.Ordinal));
        var assembly = InMemory.Load(string.Join("\n", sources.Concat(runners)));
        foreach (var (name, source) in names.Zip(sources))
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            var type = assembly.GetType(name)!;
            var net = (nn.Module)Activator.CreateInstance(type, 5, null, ScalarType.Float64)!;
            var run = assembly.GetType("Runner" + name)!.GetMethod("Run")!;
            var (x, c, h) = (randn(3, 4, 5, dtype: ScalarType.Float64), randn(3, 5, dtype: ScalarType.Float64), randn(3, 5, dtype: ScalarType.Float64));

            var expected = Run(Executor.Reference);
            var actual = Run(Executor.Generated);

            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(allclose(expected[i], actual[i], rtol: 1e-8, atol: 1e-9, equal_nan: true), $"seed {seed}, {name}, result {i}\n{source}");
            }

            net.Dispose();

            Tensor[] Run(Executor executor) =>
                [.. ((Tensor[])run.Invoke(null, [net, executor, x, c, h])!).Select(tensor => tensor.detach().clone())];
        }
    }
}
