using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>After a call nothing is alive but its results, and the scope around it is as it was.</summary>
public abstract class LeakTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    public static TheoryData<string, bool> Samples()
    {
        var data = new TheoryData<string, bool>();
        foreach (var name in PlainLoops.Names)
        {
            data.Add(name, true);
            data.Add(name, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Forward_leaves_its_results(string name, bool gradients)
    {
        using var sample = PlainLoops.Create(name, 2, 5);
        using var mode = set_grad_enabled(gradients);
        sample.Forward(Executor);
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        // A sample may make arguments of its own as it calls: they and the results are in this scope.
        using (var scope = NewDisposeScope())
        {
            var results = sample.Forward(Executor);
            Assert.Equal(tensors + scope.DisposablesCount, Tensor.TotalCount);
            Assert.All(results, result => Assert.True(scope.Contains(result)));
        }

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void No_steps_leave_their_results(string name, bool gradients)
    {
        using var sample = PlainLoops.Create(name, 2, 0);
        using var mode = set_grad_enabled(gradients);
        sample.Forward(Executor);
        var tensors = Alive();

        using (NewDisposeScope()) sample.Forward(Executor);

        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Training_leaves_nothing()
    {
        using var net = new ConstantToSequence(5, 3, 4) { Executor = Executor };
        using var optimizer = optim.Adam(net.parameters());
        var (context, target) = (rand(2, 3), rand(2, 6, 5));
        void Epoch()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            net.forward(context, previousTarget: target, teacherForcing: 0.5).Logits.square().mean().backward();
            optimizer.step();
        }

        for (var i = 0; i < 3; i++) Epoch();
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        for (var i = 0; i < 5; i++) Epoch();

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stream_of_steps_leaves_its_last_state(bool gradients)
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        using var mode = set_grad_enabled(gradients);
        using var x = rand(2, 3);
        net.step(x).Dispose();
        var tensors = Alive();

        var state = net.ZeroState(2);
        for (var t = 0; t < 10; t++)
        {
            var output = net.step(x, state);
            output.Y.Dispose();
            state.Dispose();
            state = output.State;
            Assert.Equal(tensors + 2, Tensor.TotalCount);
        }

        state.Dispose();
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Without_a_scope_the_results_are_the_callers()
    {
        using var net = new Starts(2, 3) { Executor = Executor };
        var context = rand(2, 2);
        var tensors = 0L;
        var after = 0L;
        var thread = new Thread(() =>
        {
            net.forward(context, steps: 3).Dispose();
            tensors = Alive();
            net.forward(context, steps: 3).Dispose();
            after = Tensor.TotalCount;
        });
        thread.Start();
        thread.Join();

        Assert.NotEqual(0, tensors);
        Assert.Equal(tensors, after);
    }

    [Fact]
    public void A_refused_call_leaves_nothing()
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        using var x = rand(2, 5, 7);
        Assert.Throws<ArgumentException>(() => net.forward(x));
        var tensors = Alive();

        Assert.Throws<ArgumentException>(() => net.forward(x));

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.False(Dsl.Training);
    }

    [Fact]
    public void A_container_leaves_nothing_when_it_is_disposed_of()
    {
        // TorchSharp's count of tensors never forgets a parameter, so the handles are asked.
        var net = new Starts(2, 3);
        var tensors = net.parameters().Concat(net.buffers()).ToList();

        net.Dispose();

        Assert.NotEmpty(tensors);
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    public sealed class Reference : LeakTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : LeakTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
