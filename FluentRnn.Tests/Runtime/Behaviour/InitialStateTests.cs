using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Where a state starts: given, computed, learned, drawn, zeros; each state for itself.</summary>
[Trait("Row", "R9")]
public abstract class InitialStateTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Rows = 3;

    readonly Starts net;
    readonly Tensor context;

    protected InitialStateTests() => (net, context) = (new(2, 4, dtype: ScalarType.Float64), Leaf(Rows, 2));

    Starts Net
    {
        get
        {
            net.Executor = Executor;
            return net;
        }
    }

    Tensor Learned => net.get_parameter("initial_learned")!;

    protected override void Release() => net.Dispose();

    [Fact]
    public void Each_state_starts_in_its_own_way()
    {
        using (no_grad()) Learned.copy_(randn(1, 4));

        manual_seed(4);
        var output = Net.forward(context, steps: 2);

        manual_seed(4);
        Tensor[] starts = [tanh(net.bridge.call(context)), net.start, Learned, randn(Rows, 4, ScalarType.Float64), zeros(1, ScalarType.Float64)];
        var first = starts[0] + starts[1] + starts[2] + starts[3];
        Tensor[] expected = [stack([first, first * 0.5 + 1], 1), .. starts[..4].Select(start => (start * 0.25).expand(Rows, 4)), full([Rows, 4], 2, ScalarType.Float64)];
        Tensor[] actual = [output.Sum, output.State.Computed!, output.State.Weight!, output.State.Learned!, output.State.Drawn!, output.State.Zero!];
        Same.Values(expected, actual);
        Same.Values(full([Rows], 2, ScalarType.Int64), output.State.Token!);
        Same.Gradients(expected, actual, net.parameters().Append(context));
    }

    [Fact]
    public void What_is_given_goes_first()
    {
        var (computed, learned) = (Leaf(Rows, 4), Leaf(Rows, 4));

        var output = Net.forward(context, new(Computed: computed, Learned: learned), steps: 1);

        Same.Values(computed * 0.5, output.State.Computed!);
        Same.Values(learned * 0.5, output.State.Learned!);
        Same.Values((net.start * 0.5).expand(Rows, 4), output.State.Weight!);
        Same.Gradients([computed * 0.5, learned * 0.5], [output.State.Computed!, output.State.Learned!], [computed, learned]);
    }

    [Fact]
    public void Nothing_is_drawn_when_every_computed_state_is_given()
    {
        var given = Random(Rows, 4);
        manual_seed(9);
        var expected = rand(2);

        manual_seed(9);
        Net.forward(context, new(Computed: given, Weight: given, Drawn: given), steps: 2).Dispose();

        Same.Values(expected, rand(2), 0);
    }

    [Fact]
    public void A_learned_start_is_a_parameter_of_zeros_that_an_optimizer_finds()
    {
        Assert.Equal([1, 4], Learned.shape);
        Assert.Equal(ScalarType.Float64, Learned.dtype);
        Assert.Equal(0, Learned.abs().sum().ToDouble());
        var optimizer = optim.SGD(Net.parameters(), 0.1);

        Net.forward(context, steps: 1).Sum.sum().backward();
        optimizer.step();

        Same.Values(full([1, 4], -0.1 * Rows, ScalarType.Float64), Learned.detach());
    }

    [Fact]
    public void A_learned_start_is_saved_and_loaded()
    {
        using (no_grad()) Learned.copy_(randn(1, 4));
        using var other = new Starts(2, 4, dtype: ScalarType.Float64);

        other.load_state_dict(net.state_dict());

        Same.Values(Learned.detach(), other.get_parameter("initial_learned")!.detach(), 0);
    }

    [Fact]
    public void ZeroState_is_zeros_of_every_slot()
    {
        var state = Net.ZeroState(2);

        Assert.All(Results.Of(state), value => Assert.Equal(0, value.to(ScalarType.Float64).abs().sum().ToDouble()));
        Assert.Equal([2, 4], state.Learned!.shape);
        Assert.Equal(ScalarType.Int64, state.Token!.dtype);
        Assert.Equal(ScalarType.Float64, state.Zero!.dtype);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_random_start_is_drawn_for_every_row_and_call(bool training)
    {
        using var random = new RandomStart(4, 0.5, dtype: ScalarType.Float64) { Executor = Executor };
        random.train(training);
        var x = Leaf(Rows, 2, 4);

        manual_seed(4);
        var (first, second) = (random.forward(x), random.forward(x));

        manual_seed(4);
        foreach (var output in new[] { first, second })
        {
            var (narrow, wide) = (randn(Rows, 4, ScalarType.Float64) * 0.5, randn(Rows, 2, 4, ScalarType.Float64));
            var y = stack([x.select(1, 0), x.select(1, 0) + x.select(1, 1)], 1) + stack([narrow + wide.sum(1), (narrow + wide.sum(1)) * 1.5], 1);
            Tensor[] expected = [y, narrow * 0.25, y.select(1, 1), wide * 0.25];
            Same.Values(expected, Results.Of(output));
            Same.Gradients(expected, Results.Of(output), [x]);
        }
    }

    [Fact]
    public void A_random_start_that_is_given_is_not_drawn()
    {
        using var random = new RandomStart(4, 0.5, dtype: ScalarType.Float64) { Executor = Executor };
        var (narrow, wide) = (Leaf(Rows, 4), Leaf(Rows, 2, 4));
        manual_seed(9);
        var expected = rand(2);

        manual_seed(9);
        var output = random.forward(zeros(Rows, 1, 4, ScalarType.Float64), new(Narrow: narrow, Wide: wide));

        Same.Values(expected, rand(2), 0);
        Same.Values(narrow + wide.sum(1), output.Y.select(1, 0));
        Same.Gradients([narrow + wide.sum(1)], [output.Y.select(1, 0)], [narrow, wide]);
    }

    public sealed class Reference : InitialStateTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : InitialStateTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
