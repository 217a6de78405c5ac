using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Very long sequences: no deep recursion, and without gradients no memory but that of the results.</summary>
public abstract class LongSequenceTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Long = 20_000;

    [Fact]
    public void Without_gradients_the_number_of_tensors_does_not_depend_on_the_length()
    {
        using var net = new Total(8) { Executor = Executor };
        using var noGradients = no_grad();

        Assert.Equal(Peak(net, 50), Peak(net, Long));
    }

    [Fact]
    public void Without_gradients_memory_does_not_grow()
    {
        using var net = new LastOnly(256) { Executor = Executor };
        using var noGradients = no_grad();

        // A state is 64 kB: kept for every step, they would be a gigabyte and more.
        var x = rand(1, 1, 256).expand(64, Long, 256);
        net.forward(x.narrow(1, 0, 10)).Dispose();
        var before = Environment.WorkingSet;

        net.forward(x).Dispose();

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64L << 20);
    }

    [Fact]
    public void Sequence_outputs_take_their_own_memory_alone()
    {
        using var net = new CumulativeSum(4) { Executor = Executor };
        using var noGradients = no_grad();

        var output = net.forward(ones(2, Long, 4));

        Same.Values(arange(1, Long + 1).to(ScalarType.Float32), output.Sum[1, TensorIndex.Colon, 3]);
    }

    [Fact]
    public void Gradients_reach_the_first_step()
    {
        using var net = new CumulativeSum(1) { Executor = Executor };
        var x = ones(1, Long, 1).requires_grad_();

        net.forward(x).State.S!.sum().backward();

        Same.Values(ones(1, Long, 1), x.grad!);
    }

    static long Peak(Total net, int steps)
    {
        using var x = ones(2, steps, 8);
        Tensor.ResetPeakCount();
        var before = Tensor.TotalCount;
        net.forward(x).Dispose();
        return Tensor.PeakCount - before;
    }

    public sealed class Reference : LongSequenceTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : LongSequenceTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
