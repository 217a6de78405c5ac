using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A call that is cancelled ends before its next step, and leaves nothing behind.</summary>
[Trait("Row", "C8")]
public abstract class CancellationTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 6;

    public static TheoryData<int, bool> Cancellations()
    {
        var data = new TheoryData<int, bool>();
        for (var step = 0; step < Steps; step++)
        {
            data.Add(step, true);
            data.Add(step, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cancellations))]
    public void Ends_before_the_next_step(int steps, bool gradients)
    {
        var counter = new Counter();
        using var net = new CountedTotal(3, counter) { Executor = Executor };
        var (x, state) = (rand(2, Steps, 3).requires_grad_(), new CountedTotal.State(rand(2, 3)));
        var copies = Results.Of(state).Concat(net.parameters()).Select(value => value.detach().clone()).ToArray();
        net.forward(x, state).Dispose();
        using var source = new CancellationTokenSource();
        using var mode = set_grad_enabled(gradients);
        if (steps == 0) source.Cancel();
        counter.Calls = 0;
        counter.Called = () =>
        {
            if (counter.Calls + 1 == steps) source.Cancel();
        };
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        var exception = Assert.Throws<OperationCanceledException>(() => net.forward(x, state, cancellation: source.Token));

        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Equal(steps, counter.Calls);
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Same.Values(copies, [.. Results.Of(state), .. net.parameters().Select(parameter => parameter.detach())], 0);
        net.forward(x, state).Dispose();
        Assert.Equal(steps + Steps, counter.Calls);
    }

    [Fact]
    public void After_the_last_step_it_is_too_late()
    {
        var counter = new Counter();
        using var net = new CountedTotal(3, counter) { Executor = Executor };
        using var source = new CancellationTokenSource();
        counter.Called = () =>
        {
            if (counter.Calls + 1 == Steps) source.Cancel();
        };

        var output = net.forward(ones(2, Steps, 3), cancellation: source.Token);

        Assert.True(source.IsCancellationRequested);
        Assert.Equal(Steps, output.Total[0, 0].ToDouble());
    }

    public sealed class Reference : CancellationTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : CancellationTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
