using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Random numbers are drawn at every step, exactly once, in order; training and evaluation follow the module.</summary>
[Trait("Row", "C8")]
[Trait("Row", "R14")]
[Trait("Row", "R15")]
public abstract class RandomnessTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Dropout_draws_anew_at_every_step()
    {
        using var net = new Noise(64) { Executor = Executor };
        var x = ones(2, 3, 64);

        var dropped = net.forward(x).Dropped;

        for (var t = 1; t < 3; t++) Assert.NotEqual(0, (dropped.select(1, 0) - dropped.select(1, t)).abs().sum().ToDouble());
        Assert.True(dropped.eq(0).logical_or(dropped.eq(2)).all().ToBoolean());
        Assert.InRange(dropped.eq(0).to(ScalarType.Float32).mean().ToDouble(), 0.3, 0.7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Draws_are_those_of_a_loop_and_no_more(int steps)
    {
        using var net = new Noise(3) { Executor = Executor };
        var x = rand(2, steps, 3);
        manual_seed(8);
        for (var t = 0; t < steps; t++)
        {
            _ = net.drop.call(x.select(1, t));
            _ = rand(2, 3);
        }

        var expected = rand(2);

        manual_seed(8);
        net.forward(x).Dispose();

        Same.Values(expected, rand(2), 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void Draws_do_not_depend_on_the_unrolling(int steps)
    {
        using var one = new Noise(3) { Executor = Executor };
        using var four = new NoiseBy4(3) { Executor = Executor };
        var x = rand(2, steps, 3);

        manual_seed(8);
        var expected = Results.Of(one.forward(x)).Append(rand(2)).ToArray();
        manual_seed(8);
        var actual = Results.Of(four.forward(x)).Append(rand(2)).ToArray();

        Same.Values(expected, actual, 0);
    }

    [Fact]
    public void One_seed_gives_the_same_numbers_again()
    {
        using var net = new ResidualDropout(4, 4) { Executor = Executor };
        var x = rand(2, 5, 4);

        manual_seed(2);
        var first = net.forward(x).Y;
        var second = net.forward(x).Y;
        manual_seed(2);
        var again = net.forward(x).Y;

        Same.Values(first, again, 0);
        Assert.NotEqual(0, (first - second).abs().sum().ToDouble());
    }

    [Fact]
    public void Evaluation_drops_nothing()
    {
        using var net = new Noise(3) { Executor = Executor };
        net.eval();
        var x = rand(2, 5, 3);

        Same.Values(x, net.forward(x).Dropped, 0);

        net.train();
        Assert.NotEqual(0, (x - net.forward(x).Dropped).abs().sum().ToDouble());
    }

    [Fact]
    public void A_submodule_may_have_a_mode_of_its_own()
    {
        using var net = new Noise(3) { Executor = Executor };
        net.drop.eval();
        var x = rand(2, 5, 3);

        Same.Values(x, net.forward(x).Dropped, 0);
        Assert.True(net.training);
    }

    [Fact]
    public void Training_is_false_outside_a_step()
    {
        using var net = new ResidualDropout(4, 4) { Executor = Executor };

        net.forward(rand(2, 3, 4)).Dispose();

        Assert.False(Dsl.Training);
    }

    public sealed class Reference : RandomnessTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : RandomnessTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
