using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Backward: from the last step to the first, outputs in the order of the inputs or in that of processing.</summary>
[Trait("Row", "R1")]
public abstract class DirectionTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Backward_is_forward_on_the_sequence_turned_round()
    {
        using var forward = new Unrolled.By1(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        using var backward = new Unrolled.Backward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        using var reversed = new Unrolled.Reversed(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        backward.load_state_dict(forward.state_dict());
        reversed.load_state_dict(forward.state_dict());
        var (x, h0) = (Leaf(2, 7, 3), Leaf(2, 4));

        var expected = forward.forward(x.flip(1), new(h0));
        var kept = backward.forward(x, new(h0));
        var processed = reversed.forward(x, new(h0));

        Tensor[] inOrder = [expected.Y.flip(1), expected.End, expected.State.H!];
        Same.Values(inOrder, Results.Of(kept));
        Same.Values(Results.Of(expected), Results.Of(processed));
        Same.Gradients(inOrder, Results.Of(kept), [x, h0]);
        Same.Gradients(Results.Of(expected), Results.Of(processed), [x, h0]);
    }

    [Fact]
    public void Last_outputs_and_states_are_those_after_step_zero()
    {
        using var net = new BackwardGru(3, 4, dtype: ScalarType.Float64) { Executor = Executor };

        var output = net.forward(Random(2, 5, 3));

        Same.Values(output.Y.select(1, 0), output.End);
        Same.Values(output.Y.select(1, 0), output.State.H!);
    }

    public sealed class Reference : DirectionTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : DirectionTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
