using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>The number of the step and its position on the time axis, over calls, chunks and steps. Values and gradients are in <see cref="CanonicalTests"/>.</summary>
[Trait("Row", "R11")]
public abstract class StepIndexTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    static Tensor Count(long first, long end) => arange(first, end, ScalarType.Int64).unsqueeze(0).expand(2, end - first);

    [Fact]
    public void Backward_turns_the_position_round_but_not_the_number()
    {
        using var net = new Numbered.Backward(3) { Executor = Executor };

        var output = net.forward(rand(2, 5, 3));

        // Outputs are in the order of the inputs.
        Same.Values(Count(0, 5).flip(1), output.T);
        Same.Values(Count(0, 5), output.Place);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Chunks_go_on_from_the_first_step(int first)
    {
        using var net = new Numbered.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 6, 3);

        var whole = net.forward(x);
        var one = net.forward(x.narrow(1, 0, first));
        var two = net.forward(x.narrow(1, first, 6 - first), one.State, firstStep: first);

        Tensor[] expected = [whole.Y, whole.T, whole.Place, whole.End, whole.State.S!];
        Tensor[] actual = [cat([one.Y, two.Y], 1), cat([one.T, two.T], 1), cat([one.Place, two.Place], 1), two.End, two.State.S!];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [x]);
    }

    [Fact]
    public void Steps_go_on_too()
    {
        using var net = new Numbered.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Random(2, 4, 3);
        var whole = net.forward(x);

        Numbered.Forward.State? state = null;
        for (var t = 0; t < 4; t++)
        {
            var output = net.step(x.select(1, t), state, firstStep: t);
            Same.Values([whole.Y.select(1, t), full([2], t, ScalarType.Int64), full([2], t, ScalarType.Int64)], [output.Y, output.T, output.Place]);
            state = output.State;
        }
    }

    [Fact]
    public void Alone_it_shows_no_length()
    {
        using var net = new Numbered.Code(3, dtype: ScalarType.Float64) { Executor = Executor };
        var frequency = Leaf(2, 3);

        var code = net.forward(frequency, firstStep: 10, steps: 4).Code;

        var expected = sin(frequency.unsqueeze(1) * arange(10, 14, ScalarType.Float64).unsqueeze(1));
        Same.Values(expected, code);
        Same.Gradients([expected], [code], [frequency]);
        Assert.Contains("give the argument steps", Assert.Throws<ArgumentException>(() => net.forward(frequency)).Message, StringComparison.Ordinal);
        Assert.Equal([2, 0, 3], net.forward(frequency, steps: 0).Code.shape);
    }

    [Fact]
    public void Rows_may_end_by_it()
    {
        using var net = new Numbered.Alone { Executor = Executor };

        var output = net.forward(steps: 9, batch: 2);

        Same.Values(Count(0, 3), output.T);
        Same.Values(full([2], 3, ScalarType.Int64), output.State.Sum!);
        Same.Values(full([2], 3, ScalarType.Int64), output.Lengths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_masked_step_is_not_counted(bool backward)
    {
        var x = rand(2, 4, 3);
        var mask = tensor(new[] { true, false, true, true, false, true, true, false }).view(2, 4);
        var numbers = backward ? tensor(new long[] { 2, 2, 1, 0, 2, 1, 0, 0 }) : tensor(new long[] { 0, 1, 1, 2, 0, 0, 1, 2 });

        using var forward = new Numbered.Forward(3) { Executor = Executor };
        using var turned = new Numbered.Backward(3) { Executor = Executor };
        var (t, place) = backward ? (turned.forward(x, mask: mask, firstStep: 5).T, turned.forward(x, mask: mask).Place) : (forward.forward(x, mask: mask, firstStep: 5).T, forward.forward(x, mask: mask).Place);

        Same.Values((numbers.view(2, 4) + 5).masked_fill(mask.logical_not(), 0), t);
        Same.Values(Count(0, 4).masked_fill(mask.logical_not(), 0), place);
    }

    [Fact]
    public void A_number_below_zero_is_refused()
    {
        using var net = new Numbered.Forward(3) { Executor = Executor };

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => net.forward(rand(2, 5, 3), firstStep: -1));

        Assert.StartsWith("Forward: the number of the first step cannot be negative.", fault.Message, StringComparison.Ordinal);
    }

    public sealed class Reference : StepIndexTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : StepIndexTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
