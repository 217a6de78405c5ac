using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>After dispose: twice is fine, use is an ObjectDisposedException.</summary>
public abstract class DisposalTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Use_after_dispose_is_refused()
    {
        var net = new SingleRnn(3, 4) { Executor = Executor };
        net.Dispose();
        net.Dispose();

        Assert.Throws<ObjectDisposedException>(() => net.forward(rand(2, 5, 3)));
        Assert.Throws<ObjectDisposedException>(() => net.call(rand(2, 5, 3)));
        Assert.Throws<ObjectDisposedException>(() => net.step(rand(2, 3)));
        Assert.Throws<ObjectDisposedException>(() => net.ZeroState(2));
    }

    [Fact]
    public void Results_live_longer_than_the_container()
    {
        SingleRnn.Output output;
        using (var net = new SingleRnn(3, 4) { Executor = Executor }) output = net.forward(rand(2, 5, 3));

        output.Y.sum().backward();

        Assert.Equal([2, 5, 4], output.Y.shape);
    }

    [Fact]
    public void Results_may_be_disposed_of_twice()
    {
        using var net = new Countdown { Executor = Executor };
        var output = net.forward(ones(2), ones(2), steps: 3);
        var step = net.step(ones(2), ones(2));

        output.Dispose();
        output.Dispose();
        step.Dispose();
        step.Dispose();

        Assert.All(Results.Of(output).Concat(Results.Of(step)), result => Assert.True(result.IsInvalid));
        default(Countdown.Output).Dispose();
    }

    [Fact]
    public void A_disposed_state_is_named()
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var state = net.ZeroState(2);
        state.C!.Dispose();

        Assert.Contains("'c'", Assert.Throws<ObjectDisposedException>(() => net.forward(rand(2, 5, 3), state)).Message, StringComparison.Ordinal);
    }

    public sealed class Reference : DisposalTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : DisposalTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
