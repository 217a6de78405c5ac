using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Very long sequences: no deep recursion, and without gradients no memory but that of the results.</summary>
[Trait("Row", "R19")]
public abstract class LongSequenceTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Long = 20_000, VeryLong = 200_000;

    [Fact]
    public void Without_gradients_the_number_of_tensors_stays()
    {
        var (alive, counter) = (new List<long>(), new Counter());
        counter.Called = () => alive.Add(Tensor.TotalCount);
        using var net = new CountedTotal(8, counter) { Executor = Executor };
        using var noGradients = no_grad();

        var output = net.forward(ones(2, Long, 8));

        Assert.Equal(Long, alive.Count);
        Assert.InRange(alive[^1], 0, alive[10]);
        Assert.Equal(Long, output.Total[1, 7].ToDouble());
    }

    [Fact]
    public void Without_gradients_memory_does_not_grow()
    {
        using var net = new LastOnly(32) { Executor = Executor };
        using var noGradients = no_grad();

        // A state is 16 kB: kept for every step, they would be 320 MB.
        var x = rand(1, 1, 32).expand(128, Long, 32);
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

        var output = net.forward(ones(2, VeryLong, 4));

        Same.Values(arange(1, VeryLong + 1).to(ScalarType.Float32), output.Sum[1, TensorIndex.Colon, 3]);
    }

    [Fact]
    public void Gradients_reach_the_first_step()
    {
        using var net = new CumulativeSum(1) { Executor = Executor };
        var x = ones(1, Long, 1).requires_grad_();

        net.forward(x).State.S!.sum().backward();

        Same.Values(ones(1, Long, 1), x.grad!);
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
