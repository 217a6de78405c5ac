using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>The step runs exactly once for every step of time, whatever part of it the compiler moved.</summary>
[Trait("Row", "C8")]
public abstract class CountTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [Trait("Row", "U4")]
    public void A_module_the_compiler_does_not_know_runs_at_every_step(int steps)
    {
        var counters = Enumerable.Range(0, 4).Select(_ => new Counter()).ToArray();
        using var net = new Counted(3, counters[0], counters[1], counters[2], counters[3]) { Executor = Executor };

        net.forward(rand(2, steps, 3), rand(2, 3)).Dispose();

        Assert.All(counters, counter => Assert.Equal(steps, counter.Calls));
    }

    [Fact]
    public void A_function_the_compiler_does_not_follow_runs_at_every_step()
    {
        using var net = new Failing(3) { Executor = Executor };
        Fuse.Arm(0);

        net.forward(rand(2, 9, 3)).Dispose();

        Assert.Equal(9, Fuse.Calls);
    }

    [Fact]
    [Trait("Row", "W2")]
    public void Buffers_of_modules_follow_every_step()
    {
        using var net = new Standardized(3) { Executor = Executor };
        using var norm = nn.BatchNorm1d(3);
        var x = rand(4, 5, 3);

        net.forward(x).Dispose();
        for (var t = 0; t < 5; t++) norm.call(x.select(1, t));

        Same.Values(norm.get_buffer("running_mean")!, net.norm.get_buffer("running_mean")!, 1e-6);
        Same.Values(norm.get_buffer("running_var")!, net.norm.get_buffer("running_var")!, 1e-6);
        Assert.Equal(5, net.norm.get_buffer("num_batches_tracked")!.ToInt64());
    }

    [Fact]
    [Trait("Row", "W2")]
    public void Buffers_of_modules_stay_in_evaluation()
    {
        using var net = new Standardized(3) { Executor = Executor };
        net.eval();

        net.forward(rand(4, 5, 3)).Dispose();

        Assert.Equal(0, net.norm.get_buffer("num_batches_tracked")!.ToInt64());
        Same.Values(zeros(3), net.norm.get_buffer("running_mean")!, 0);
    }

    public sealed class Reference : CountTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : CountTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
