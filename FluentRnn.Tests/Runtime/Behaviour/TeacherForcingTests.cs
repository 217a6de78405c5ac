using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A teacher shows the target of the step before; what a step sees at its start is the initial value.</summary>
[Trait("Row", "R13")]
public abstract class TeacherForcingTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Rows = 4, Steps = 7;

    readonly Tensor x;
    readonly Tensor target;
    readonly Tensor y0;

    protected TeacherForcingTests() => (x, target, y0) = (Leaf(Rows, Steps, 3), Leaf(Rows, Steps, 3), Leaf(Rows, 3));

    [Fact]
    public void With_probability_one_a_step_sees_the_target_before_it()
    {
        using var net = new Taught.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };

        var seen = net.forward(x, new(Y: y0), target).Seen;

        Same.Values(cat([y0.unsqueeze(1), target.narrow(1, 0, Steps - 1)], 1), seen);
    }

    [Fact]
    public void Backward_a_step_sees_the_target_of_the_step_processed_before()
    {
        using var net = new Taught.Backward(3, dtype: ScalarType.Float64) { Executor = Executor };

        var seen = net.forward(x, new(Y: y0), target).Seen;

        Same.Values(cat([target.narrow(1, 1, Steps - 1), y0.unsqueeze(1)], 1), seen);
    }

    [Fact]
    public void The_target_of_a_step_does_not_reach_it()
    {
        using var net = new Taught.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };

        var output = net.forward(x, new(Y: y0), target);

        for (var t = 0; t < Steps; t++)
        {
            var gradient = autograd.grad([output.Y.select(1, t).sum()], [target], retain_graph: true)[0];
            Assert.Equal(0, gradient.narrow(1, t, Steps - t).abs().sum().ToDouble());
        }
    }

    [Fact]
    public void With_probability_zero_it_runs_free_and_draws_nothing()
    {
        using var net = new Taught.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };
        var expected = Results.Of(net.forward(x, new(Y: y0)));
        manual_seed(3);
        var next = rand(2);

        manual_seed(3);
        var actual = Results.Of(net.forward(x, new(Y: y0), target, teacherForcing: 0));
        _ = net.forward(x, new(Y: y0), target, teacherForcing: 1);

        Same.Values(next, rand(2), 0);
        Same.Values(expected, actual);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Between_them_every_row_and_step_is_drawn(bool backward)
    {
        using var forward = new Taught.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };
        using var reverse = new Taught.Backward(3, dtype: ScalarType.Float64) { Executor = Executor };
        var (cell, readout) = backward ? (reverse.cell, reverse.readout) : (forward.cell, forward.readout);

        manual_seed(6);
        var actual = backward ? Results.Of(reverse.forward(x, new(Y: y0), target, 0.5)) : Results.Of(forward.forward(x, new(Y: y0), target, 0.5));

        manual_seed(6);
        var (h, y, outputs, views) = (zeros(Rows, 3, ScalarType.Float64), y0, new List<Tensor>(), new List<Tensor>());
        var taught = 0L;
        for (var k = 0; k < Steps; k++)
        {
            var t = backward ? Steps - 1 - k : k;
            if (k > 0)
            {
                var chosen = rand(Rows).lt(0.5);
                taught += chosen.sum().ToInt64();
                y = where(chosen.unsqueeze(1), target.select(1, backward ? t + 1 : t - 1), y);
            }

            views.Add(y);
            h = cell.call(x.select(1, t) + y, h);
            y = readout.call(h);
            outputs.Add(y);
        }

        if (backward)
        {
            outputs.Reverse();
            views.Reverse();
        }

        Assert.InRange(taught, 1, (Rows * (Steps - 1)) - 1);
        Tensor[] expected = [stack(outputs, 1), stack(views, 1), h, y];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, cell.parameters().Concat(readout.parameters()).Concat([x, target, y0]));
    }

    [Fact]
    public void A_straight_line_is_taught_like_a_loop()
    {
        using var net = new FixedLengthDecoder(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (context, targets) = (Leaf(Rows, 3), Leaf(Rows, 4, 2));

        manual_seed(6);
        var actual = net.forward(context, yTarget: targets, teacherForcing: 0.5).Y;

        manual_seed(6);
        var (h, y, outputs) = (tanh(net.start.call(context)), zeros(Rows, 2, ScalarType.Float64), new List<Tensor>());
        for (var t = 0; t < 4; t++)
        {
            if (t > 0) y = where(rand(Rows).lt(0.5).unsqueeze(1), targets.select(1, t - 1), y);
            h = net.cell.call(y, h);
            y = net.readout.call(h) + context.mean([1], keepdim: true);
            outputs.Add(y);
        }

        Same.Values(stack(outputs, 1), actual);
        Same.Gradients([stack(outputs, 1)], [actual], net.parameters().Append(context).Append(targets));
    }

    [Fact]
    public void Tokens_may_be_taught()
    {
        using var net = new AttentionDecoder(6, 3, 4) { Executor = Executor };
        var (memory, present, tokens) = (rand(Rows, 5, 3), ones(Rows, 5, ScalarType.Bool), randint(0, 6, [Rows, Steps]));

        var taught = net.forward(memory, present, tokenTarget: tokens);
        var expected = net.forward(memory, present, tokenTarget: tokens, steps: Steps);

        Same.Values(expected.Logits, taught.Logits);
        Assert.Equal([Rows, Steps, 6], taught.Logits.shape);
    }

    [Fact]
    public void Two_states_have_a_teacher_each()
    {
        using var net = new Taught.Twice { Executor = Executor };
        var (y, word) = (rand(2, 3, 2), tensor(new long[,] { { 5, 100, 7 }, { 1, 2, 3 } }));

        var output = net.forward(yTarget: y, wordTarget: word);

        // The first row sees 100 at its last step, and is done with it.
        Same.Values(tensor(new long[,] { { 0, 5, 100 }, { 0, 1, 2 } }), output.Read);
        Same.Values(cat([zeros(2, 1, 2), y.narrow(1, 0, 2)], 1), output.Seen);
        Same.Values(tensor(new long[] { 3, 3 }), output.Lengths);
        var half = net.forward(yTarget: y);
        Same.Values(tensor(new long[,] { { 0, 1, 2 }, { 0, 1, 2 } }), half.Read);
    }

    public sealed class Reference : TeacherForcingTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : TeacherForcingTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
