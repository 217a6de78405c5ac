using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>States: fed back, given in part, of any rank and dtype, alone.</summary>
public abstract class StateTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    [Trait("Row", "D5")]
    public void A_sum_of_what_has_been()
    {
        using var net = new CumulativeSum(3) { Executor = Executor };
        var (x, s0) = (Leaf(2, 6, 3), Leaf(2, 3));

        var output = net.forward(x, new(s0));

        Tensor[] expected = [s0.unsqueeze(1) + x.cumsum(1), s0 + x.sum([1])];
        Same.Values(expected, [output.Sum, output.State.S!]);
        Same.Gradients(expected, [output.Sum, output.State.S!], [x, s0]);
    }

    [Fact]
    [Trait("Row", "C1")]
    public void States_left_out_are_zeros()
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 5, 3);
        Tensor Zeros() => zeros(2, 4, ScalarType.Float64);

        var expected = Results.Of(net.forward(x, new(Zeros(), Zeros())));

        Same.Values(expected, Results.Of(net.forward(x)));
        Same.Values(expected, Results.Of(net.forward(x, default(SingleRnn.State))));
        Same.Values(expected, Results.Of(net.forward(x, net.ZeroState(2))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "C2")]
    public void Only_states_that_are_null_take_their_default(bool giveH)
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, given) = (Leaf(2, 5, 3), Leaf(2, 4));
        var copy = given.detach().clone();
        var zero = zeros(2, 4, ScalarType.Float64);

        var actual = net.forward(x, giveH ? new(H: given) : new(C: given));
        var expected = net.forward(x, giveH ? new(given, zero) : new(zero, given));

        Same.Values(Results.Of(expected), Results.Of(actual));
        Same.Gradients(Results.Of(expected), Results.Of(actual), [x, given]);
        Same.Values(copy, given.detach(), 0);
    }

    [Fact]
    [Trait("Row", "D9")]
    public void States_alone_are_enough()
    {
        using var net = new Fibonacci(dtype: ScalarType.Float64) { Executor = Executor };
        var b0 = Leaf(2);

        var state = net.forward(new(randint(1, 2, [2]), b0), steps: 4).State;

        Same.Values(full([2], 5, ScalarType.Int64), state.A!);
        Same.Values(b0 * 16 + (8 * 1 + 4 * 2 + 2 * 3 + 4), state.B!);
        Same.Values(full_like(b0, 16), autograd.grad([state.B!.sum()], [b0])[0]);
    }

    [Fact]
    [Trait("Row", "D12")]
    public void Without_any_tensor_the_batch_is_an_argument()
    {
        using var net = new Fibonacci(dtype: ScalarType.Float64) { Executor = Executor };

        var state = net.forward(steps: 2, batch: 3).State;

        Same.Values(full([3], 2, ScalarType.Int64), state.A!);
        Same.Values(ones(3, ScalarType.Float64), state.B!);
    }

    [Fact]
    public void A_state_computed_from_another_dtype_must_come_back_in_its_own()
    {
        using var net = new Tokens(6, 3, 4) { Executor = Executor };

        var output = net.forward(randint(0, 6, [2, 3]), rand(2, 3, 3));

        Assert.Equal(ScalarType.Float32, output.State.H!.dtype);
        Assert.Equal(ScalarType.Int64, output.State.Best!.dtype);
        Assert.Equal(ScalarType.Bool, output.State.Seen!.dtype);
        Assert.Equal(ScalarType.Int64, output.Chosen.dtype);
    }

    [Fact]
    [Trait("Row", "D7")]
    public void One_value_three_ways_is_three_handles()
    {
        using var net = new ThreeWays(3) { Executor = Executor };

        var output = net.forward(rand(2, 4, 3));

        var results = Results.Of(output);
        Assert.Equal(results.Length, results.Distinct().Count());
        Same.Values(output.Y, output.Twin, 0);
        Same.Values(output.End, output.State.S!, 0);
        Same.Values(output.End, output.Y.select(1, -1), 0);
        output.End.Dispose();
        output.State.Again!.Dispose();
        Assert.False(output.State.S!.IsInvalid);
    }

    [Fact]
    [Trait("Row", "D4")]
    public void The_last_output_is_the_same_with_and_without_a_sequence_beside_it()
    {
        using var alone = new LastOnly(3, dtype: ScalarType.Float64) { Executor = Executor };
        using var beside = new LastBesideSequence(3, dtype: ScalarType.Float64) { Executor = Executor };
        beside.load_state_dict(alone.state_dict());
        var x = Leaf(2, 5, 3);

        var (first, second) = (alone.forward(x), beside.forward(x));

        Same.Values(first.Y, second.Y);
        Same.Values(first.Y, second.All.select(1, -1));
        Same.Gradients([first.Y], [second.Y], [x]);
    }

    [Fact]
    [Trait("Row", "C2")]
    public void The_callers_state_stays_as_it_is()
    {
        using var net = new FastWeights(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var state = new FastWeights.State(Random(2, 4), Random(2, 4, 4));
        var copies = Results.Of(state).Select(value => value.clone()).ToArray();
        using var noGradients = no_grad();

        net.forward(Random(2, 5, 3), state).Dispose();

        Same.Values(copies, Results.Of(state), 0);
    }

    public sealed class Reference : StateTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : StateTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
