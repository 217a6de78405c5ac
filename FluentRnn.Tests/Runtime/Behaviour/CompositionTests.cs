using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Containers inside containers: weights, modes, draws and failures. Their values are those of the plain loops of <see cref="CanonicalTests"/>.</summary>
[Trait("Row", "C10")]
public abstract class CompositionTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    [Trait("Row", "W1")]
    public void Keys_are_paths()
    {
        using var net = new ThreeLevels(3, 4);

        Assert.Equal(
            ["layers.lower.gain", "layers.lower.initial_c", "layers.lower.input.bias", "layers.lower.input.weight", "layers.lower.norm.bias", "layers.lower.norm.weight", "layers.lower.recurrent.weight"],
            net.state_dict().Keys.Where(key => key.StartsWith("layers.lower.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(2 * 7 + 2, net.parameters().Count());
        Assert.Same(net.layers.lower.input.weight, net.get_parameter("layers.lower.input.weight"));
    }

    [Fact]
    public void One_layer_under_two_names_has_its_weights_once()
    {
        using var layer = new NormalizedLstm(3, 3, dtype: ScalarType.Float64);
        using var net = new Given(3, layer) { Executor = Executor };
        using var other = new Given(3, layer) { Executor = Executor };
        var (x, h, c) = (Leaf(2, 4, 3), Leaf(2, 3), Leaf(2, 3));

        var output = net.forward(x, new(h, c));

        var (state, expected) = ((H: h, C: c), new List<Tensor>());
        for (var t = 0; t < 4; t++)
        {
            (var y, state) = PlainLoops.NormalizedLstmStep(layer, x.select(1, t), state);
            (y, state) = PlainLoops.NormalizedLstmStep(layer, y, state);
            expected.Add(y);
        }

        // The learned state is not read: both states are given.
        var learned = layer.get_parameter("initial_c");
        Same.Values([stack(expected, 1), state.H, state.C], Results.Of(output));
        Same.Gradients([stack(expected, 1), state.H, state.C], Results.Of(output), [.. layer.parameters().Where(parameter => !ReferenceEquals(parameter, learned)), x, h, c]);
        Assert.Equal(layer.parameters().Count(), net.parameters().Count());
        Same.Values(output.Y, other.forward(x, new(h, c)).Y, 0);
    }

    [Theory]
    [Trait("Row", "R14")]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Modes_and_draws_are_those_of_the_inner_container(bool training, bool frozen)
    {
        using var net = new Twice(3, 0.5, dtype: ScalarType.Float64) { Executor = Executor };
        net.train(training);
        if (frozen) net.layer.eval();
        var (x, start) = (Leaf(2, 5, 3), Leaf(2, 3));

        manual_seed(5);
        var actual = net.forward(x, start);
        manual_seed(5);
        var expected = Loop();

        Same.Values(expected, Results.Of(actual));
        Same.Gradients(expected, Results.Of(actual), [.. net.parameters(), x, start]);
        Assert.Equal(training && !frozen, net.layer.training);

        Tensor[] Loop()
        {
            var (zero, y) = (zeros(2, 3, ScalarType.Float64), new List<Tensor>());
            var h = Step(start, zero).H;
            for (var t = 0; t < 5; t++)
            {
                (var once, h) = Step(x.select(1, t), h);
                (var again, h) = Step(once, h);
                y.Add(again + Step(start, zero).Y);
            }

            return [stack(y, 1), h];
        }

        (Tensor Y, Tensor H) Step(Tensor input, Tensor h)
        {
            var next = tanh(net.layer.mix.call(h) + input);
            return (net.layer.drop.call(net.layer.training ? nn.functional.dropout(next, 0.5, true) : next * 3), next);
        }
    }

    [Fact]
    [Trait("Row", "R4")]
    public void Words_of_different_lengths_are_each_word_by_itself()
    {
        using var net = new Words(5, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (words, h) = (Leaf(2, 3, 6, 5), Leaf(2, 4));
        long[,] letters = { { 6, 1, 3 }, { 2, 0, 6 } };

        var actual = net.forward(words, tensor(letters), new(h));

        var rows = new List<Tensor>();
        for (var row = 0; row < 2; row++)
        {
            var (carried, y) = (h.narrow(0, row, 1), new List<Tensor>());
            for (var t = 0; t < 3; t++)
            {
                var (inner, summary) = ((H: zeros(1, 4, ScalarType.Float64), C: (Tensor)net.words.get_parameter("initial_c")!), zeros(1, 4, ScalarType.Float64));
                for (var letter = 0; letter < letters[row, t]; letter++)
                {
                    (_, inner) = PlainLoops.NormalizedLstmStep(net.words, words[row, t, letter].unsqueeze(0), inner);
                    summary = inner.H + inner.C;
                }

                y.Add(carried = net.cell.call(summary, carried));
            }

            rows.Add(stack(y, 1));
        }

        Same.Values(cat(rows, 0), actual.Y);
        Same.Gradients([cat(rows, 0)], [actual.Y], [.. net.cell.parameters(), net.words.input.weight, net.words.recurrent.weight, words, h]);
    }

    [Fact]
    public void Moving_the_outer_container_moves_the_inner_ones()
    {
        using var net = new Sentences(5, 4) { Executor = Executor };
        Assert.Equal(ScalarType.Float32, net.forward(rand(2, 3, 4, 5)).Y.dtype);

        net.to(ScalarType.Float64);

        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, net.forward(Random(2, 3, 4, 5)).Y.dtype);
    }

    [Fact]
    public void A_step_at_a_time_is_the_whole()
    {
        using var net = new ThreeLevels(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Random(2, 5, 3);

        var whole = net.forward(x);
        var (state, y) = (net.ZeroState(2), new List<Tensor>());
        for (var t = 0; t < 5; t++)
        {
            var output = net.step(x.select(1, t), state);
            y.Add(output.Y);
            state = output.State;
        }

        Same.Values(whole.Y, stack(y, 1));
        Same.Values(Results.Of(whole.State), Results.Of(state));
    }

    public static TheoryData<int, bool> Failures()
    {
        var data = new TheoryData<int, bool>();
        for (var call = 1; call <= 3 * 4; call++)
        {
            data.Add(call, true);
            data.Add(call, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_inside_leaves_nothing_and_changes_nothing(int call, bool gradients)
    {
        using var net = new FailingInside(3) { Executor = Executor };
        var x = rand(2, 4, 3).requires_grad_();
        var state = new FailingInside.State(rand(2, 3), rand(2, 3));
        Fuse.Arm(0);
        net.forward(x, state).Dispose();
        Assert.Equal(3 * 4, Fuse.Calls);
        using var mode = set_grad_enabled(gradients);
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        Fuse.Arm(call);
        Assert.Throws<TimeoutException>(() => net.forward(x, state));

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(Dsl.Training);
        Fuse.Arm(0);
    }

    public sealed class Reference : CompositionTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : CompositionTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
