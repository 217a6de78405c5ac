using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A step that fails, whichever it is: nothing leaks, and module, states and mode are as they were.</summary>
public abstract class FailingStepTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 6;

    public static TheoryData<int, bool> Failures()
    {
        var data = new TheoryData<int, bool>();
        for (var step = 1; step <= Steps; step++)
        {
            data.Add(step, true);
            data.Add(step, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Leaves_nothing_and_changes_nothing(int step, bool gradients)
    {
        using var net = new Failing(3) { Executor = Executor };
        var x = rand(2, Steps, 3).requires_grad_();
        var state = new Failing.State(rand(2, 3), rand(2, 3));
        var copies = Results.Of(state).Concat(net.parameters()).Select(value => value.detach().clone()).ToArray();
        Fuse.Arm(0);
        net.forward(x, state).Dispose();
        using var mode = set_grad_enabled(gradients);
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        Fuse.Arm(step);
        var exception = Assert.Throws<TimeoutException>(() => net.forward(x, state));

        Assert.Equal($"step {step}", exception.Message);
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(Dsl.Training);
        Assert.True(net.training);
        Same.Values(copies, [.. Results.Of(state), .. net.parameters().Select(parameter => parameter.detach())], 0);
        Fuse.Arm(0);
        net.forward(x, state).Dispose();
        Assert.Equal(Steps, Fuse.Calls);
    }

    [Fact]
    public void A_module_that_fails_is_no_different()
    {
        var counters = Enumerable.Range(0, 4).Select(_ => new Counter()).ToArray();
        using var net = new Counted(3, counters[0], counters[1], counters[2], counters[3]) { Executor = Executor };
        var (x, context) = (rand(2, Steps, 3), rand(2, 3));
        net.forward(x, context).Dispose();

        foreach (var counter in counters)
        {
            var tensors = Alive();
            counter.Calls = 0;
            counter.FailAt = 3;
            Assert.Throws<TimeoutException>(() => net.forward(x, context));
            Assert.Equal(tensors, Tensor.TotalCount);
            counter.FailAt = 0;
        }
    }

    [Fact]
    public void One_step_leaves_nothing_either()
    {
        using var net = new Failing(3) { Executor = Executor };
        var x = rand(2, 3);
        Fuse.Arm(0);
        net.step(x).Dispose();
        var tensors = Alive();

        Fuse.Arm(1);
        Assert.Throws<TimeoutException>(() => net.step(x));

        Assert.Equal(tensors, Tensor.TotalCount);
        Fuse.Arm(0);
    }

    [Fact]
    public void What_libtorch_refuses_is_told_in_one_sentence()
    {
        using var net = new Wide { Executor = Executor };
        var tensors = Alive();
        using var x = rand(2, 3, 4, 2);
        using var mask = zeros(2, 5, ScalarType.Bool);
        using var h = rand(2, 4, 2);

        var exception = Assert.Throws<InvalidOperationException>(() => net.forward(x, mask, new(h)));

        Assert.StartsWith("Wide: at step 0, an operation failed:", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised from", exception.Message, StringComparison.Ordinal);
        Assert.Equal(tensors + 3, Tensor.TotalCount);
    }

    [Fact]
    public void A_state_whose_shape_changes_is_refused()
    {
        using var net = new Growing { Executor = Executor };

        var exception = Assert.Throws<InvalidOperationException>(() => net.forward(rand(2, 3, 2)));

        Assert.Contains("state 'h'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("(2, 2)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("(2, 4)", exception.Message, StringComparison.Ordinal);
    }

    public sealed class Reference : FailingStepTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : FailingStepTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
