using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Any batch, any length, none of either; sizes known only at run time.</summary>
public abstract class ShapeTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 6)]
    [InlineData(6, 1)]
    [InlineData(0, 3)]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [Trait("Row", "C5")]
    [Trait("Row", "C7")]
    public void The_same_container_takes_any_batch_and_length(int batch, int steps)
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };

        foreach (var (b, t) in ((int, int)[])[(2, 3), (batch, steps), (2, 3)])
        {
            var output = net.forward(rand(b, t, 3));
            Assert.Equal([b, t, 4], output.Y.shape);
            Assert.Equal([b, 4], output.State.H!.shape);
            Assert.Equal([b, 4], output.State.C!.shape);
        }
    }

    [Fact]
    [Trait("Row", "C7")]
    public void No_rows_have_gradients_of_zero()
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };

        net.forward(Leaf(0, 5, 3)).Y.sum().backward();

        Assert.All(net.parameters(), parameter => Assert.Equal(0, parameter.grad!.abs().sum().ToDouble()));
    }

    [Fact]
    [Trait("Row", "C6")]
    public void No_steps_give_the_initial_state_and_zeros()
    {
        using var net = new TwoSequences(3, 2, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (a, b, h0) = (Leaf(2, 0, 3), Leaf(2, 0, 2), Leaf(2, 4));

        var output = net.forward(a, b, new(h0));

        Assert.Equal([2, 0, 4], output.Y.shape);
        Same.Values(zeros(2, 4, ScalarType.Float64), output.Summary);
        Same.Values(h0, output.State.H!, 0);
        (output.Y.sum() + output.Summary.sum() + output.State.H!.sum()).backward();
        Assert.All(net.parameters(), parameter => Assert.Equal(0, parameter.grad!.abs().sum().ToDouble()));
        Same.Values(ones_like(h0), h0.grad!, 0);
        Assert.False(ReferenceEquals(h0, output.State.H));
    }

    [Fact]
    [Trait("Row", "C6")]
    [Trait("Row", "C8")]
    public void No_steps_run_nothing_random_and_change_no_buffer()
    {
        using var net = new Standardized(3) { Executor = Executor };
        using var noise = new Noise(3) { Executor = Executor };
        var before = net.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        var empty = rand(2, 0, 3);
        manual_seed(5);
        var expected = rand(3);

        manual_seed(5);
        net.forward(empty).Dispose();
        noise.forward(empty).Dispose();

        Same.Values(expected, rand(3), 0);
        Assert.All(net.state_dict(), pair => Same.Values(before[pair.Key], pair.Value.detach(), 0));
        Assert.True(net.training && net.norm.training);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_size_may_be_known_only_at_run_time(int size)
    {
        using var net = new Wide { Executor = Executor };
        var x = rand(2, 3, size, 2);

        var output = net.forward(x, zeros(2, size, ScalarType.Bool), new(zeros(2, size, 2)));

        Same.Values(x.sum([1]), output.State.H!, 1e-5);
    }

    [Fact]
    public void A_state_of_unknown_size_has_no_zeros()
    {
        using var net = new Wide { Executor = Executor };

        var exception = Assert.Throws<InvalidOperationException>(() => net.forward(rand(2, 3, 4, 2), zeros(2, 4, ScalarType.Bool)));

        Assert.Contains("state 'h'", exception.Message, StringComparison.Ordinal);
    }

    public sealed class Reference : ShapeTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : ShapeTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
