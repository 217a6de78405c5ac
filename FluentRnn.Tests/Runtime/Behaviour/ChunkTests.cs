using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A long sequence in chunks: one pass with the state carried, and truncated back-propagation with it detached.</summary>
[Trait("Row", "R7")]
public abstract class ChunkTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Chunks_with_the_state_carried_are_one_pass(int first)
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(2, 9, 3), Leaf(2, 4));

        var whole = net.forward(x, new(h0));
        var one = net.forward(x.narrow(1, 0, first), new(h0));
        var two = net.forward(x.narrow(1, first, 9 - first), one.State);

        Tensor[] joined = [cat([one.Y, two.Y], 1), two.State.H!, two.State.C!];
        Same.Values(Results.Of(whole), joined);
        Same.Gradients(Results.Of(whole), joined, net.parameters().Append(x).Append(h0));
    }

    [Fact]
    public void Backward_the_later_chunk_comes_first()
    {
        using var net = new BackwardGru(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 9, 3);

        var whole = net.forward(x);
        var later = net.forward(x.narrow(1, 4, 5));
        var earlier = net.forward(x.narrow(1, 0, 4), later.State);

        Same.Values(whole.Y, cat([earlier.Y, later.Y], 1));
        Same.Gradients([whole.Y], [cat([earlier.Y, later.Y], 1)], net.parameters().Append(x));
    }

    [Fact]
    public void Detaching_truncates_the_gradients_and_keeps_the_values()
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 6, 3);
        var whole = net.forward(x);

        var one = net.forward(x.narrow(1, 0, 3));
        var two = net.forward(x.narrow(1, 3, 3), one.State.Detach());

        Same.Values(whole.Y, cat([one.Y, two.Y], 1));
        var gradient = autograd.grad([two.Y.sum()], [x])[0];
        Assert.Equal(0, gradient.narrow(1, 0, 3).abs().sum().ToDouble());
        Assert.NotEqual(0, gradient.narrow(1, 3, 3).abs().sum().ToDouble());
        var alone = net.forward(x.narrow(1, 3, 3), new(one.State.H!.detach().clone(), one.State.C!.detach().clone()));
        Same.Values(autograd.grad([alone.Y.sum()], [x])[0], gradient);
    }

    public sealed class Reference : ChunkTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : ChunkTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
