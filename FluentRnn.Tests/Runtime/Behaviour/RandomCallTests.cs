using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Random containers, batches, lengths and layouts, one call after the other. The seed is in the name of the test.</summary>
public abstract class RandomCallTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Are_the_plain_loop(int seed)
    {
        var random = new System.Random(seed);
        var names = PlainLoops.Names.ToArray();
        manual_seed(seed);
        for (var call = 0; call < 12; call++)
        {
            var (name, batch, steps) = (names[random.Next(names.Length)], random.Next(1, 5), random.Next(0, 10));
            var layout = (Layout)random.Next(4);
            using var scope = NewDisposeScope();
            using var sample = PlainLoops.Create(name, batch, steps, layout);
            using var mode = set_grad_enabled(random.Next(3) > 0);

            var (expected, actual) = (sample.Loop(), sample.Forward(Executor));

            Same.Values(expected, actual, what: $"{name}, {batch} rows, {steps} steps, {layout}: result");
            if (is_grad_enabled()) Same.Gradients(expected, actual, sample.Leaves);
        }
    }

    public sealed class Reference : RandomCallTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : RandomCallTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
