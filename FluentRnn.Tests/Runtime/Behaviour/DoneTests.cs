using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Rows that end early: they hold their states and last outputs, emit zeros, and have the gradients of a shorter sequence.</summary>
[Trait("Row", "R12")]
public abstract class DoneTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Features = 3, Hidden = 4, Steps = 6;

    /// <summary>The step after which each row ends; none for a row that never does.</summary>
    static readonly int?[] Ends = [2, null, 0, 5, 2];

    static readonly long[] Lengths = [3, 6, 1, 6, 3];

    static Tensor Stop(bool backward = false)
    {
        var flags = zeros(Ends.Length, Steps, ScalarType.Bool);
        for (var row = 0; row < Ends.Length; row++)
        {
            if (Ends[row] is { } end) flags[row, backward ? Steps - 1 - end : end] = true;
        }

        return flags;
    }

    [Fact]
    public void Each_row_is_that_row_alone()
    {
        using var net = new Stopping.Forward(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(Ends.Length, Steps, Features), Leaf(Ends.Length, Hidden));

        var output = net.forward(x, Stop(), new(h0));

        Same.Values(tensor(Lengths), output.Lengths);
        RequireRowsAlone(net.cell, x, h0, [output.Y, output.N.to(ScalarType.Float64), output.End, output.State.H!], backward: false);
        Same.Values(tensor(Lengths), output.State.N!);
    }

    [Fact]
    public void Backward_too()
    {
        using var net = new Stopping.Backward(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(Ends.Length, Steps, Features), Leaf(Ends.Length, Hidden));

        var output = net.forward(x, Stop(backward: true), new(h0));

        Same.Values(tensor(Lengths), output.Lengths);
        RequireRowsAlone(net.cell, x, h0, [output.Y, output.N.to(ScalarType.Float64), output.End, output.State.H!], backward: true);
    }

    [Fact]
    public void Without_gradients_the_values_are_the_same()
    {
        using var net = new Stopping.Forward(Features, Hidden) { Executor = Executor };
        var x = rand(Ends.Length, Steps, Features);
        var expected = Results.Of(net.forward(x, Stop()));
        using var noGradients = no_grad();

        Same.Values(expected, Results.Of(net.forward(x, Stop())), 1e-6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_sequences_the_outputs_stay_as_long_as_they_are(bool gradients)
    {
        using var mode = set_grad_enabled(gradients);
        using var net = new Stopping.Forward(Features, Hidden) { Executor = Executor };
        var stop = zeros(2, Steps, ScalarType.Bool);
        stop[TensorIndex.Colon, 1] = true;

        var output = net.forward(rand(2, Steps, Features), stop);

        Assert.Equal([2, Steps, Hidden], output.Y.shape);
        Assert.Equal(0, output.Y.narrow(1, 2, Steps - 2).abs().sum().ToDouble());
        Same.Values(full([2], 2, ScalarType.Int64), output.Lengths);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_sequences_the_loop_ends_when_all_rows_are_done(bool gradients)
    {
        using var mode = set_grad_enabled(gradients);
        using var net = new Countdown { Executor = Executor };

        var output = net.forward(tensor(new[] { 2f, 5f, 3f }), ones(3), steps: 1_000_000_000);

        Same.Values(tensor(new[,] { { 1f, 2, 0, 0, 0 }, { 1, 2, 3, 4, 5 }, { 1, 2, 3, 0, 0 } }), output.Level);
        Same.Values(tensor(new[] { 2f, 5, 3 }), output.Total);
        Same.Values(tensor(new[] { 2f, 5, 3 }), output.State.Sum!);
        Same.Values(tensor(new long[] { 2, 5, 3 }), output.Lengths);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(9, true)]
    public void An_unrolled_loop_ends_at_the_same_step(int longest, bool gradients)
    {
        using var mode = set_grad_enabled(gradients);
        using var plain = new Countdown { Executor = Executor };
        using var unrolled = new CountdownBy4 { Executor = Executor };
        var (limit, rate) = (tensor(new[] { 1f, longest, 1f }), ones(3));

        foreach (var steps in (int[])[1, 2, 6, 50])
        {
            var (expected, actual) = (plain.forward(limit, rate, steps: steps), unrolled.forward(limit, rate, steps: steps));

            Same.Values(Results.Of(expected), Results.Of(actual), 0);
            Same.Values(tensor(new long[] { 1, Math.Min(longest, steps), 1 }), actual.Lengths);
        }
    }

    [Fact]
    public void A_row_that_is_done_adds_nothing_to_the_gradients()
    {
        using var net = new Countdown(dtype: ScalarType.Float64) { Executor = Executor };
        var rate = ones(3, ScalarType.Float64).requires_grad_();

        net.forward(tensor(new[] { 2.0, 5, 3 }), rate, steps: 10).Level.sum().backward();

        // 1 + 2 + … + length
        Same.Values(tensor(new[] { 3.0, 15, 6 }), rate.grad!);
    }

    [Fact]
    public void The_steps_given_end_a_row_that_is_not_done()
    {
        using var net = new Countdown { Executor = Executor };

        var output = net.forward(tensor(new[] { 2f, 50f }), ones(2), steps: 4);

        Same.Values(tensor(new long[] { 2, 4 }), output.Lengths);
        Assert.Equal([2, 4], output.Level.shape);
    }

    [Fact]
    public void No_steps_and_no_rows()
    {
        using var net = new Countdown { Executor = Executor };

        Same.Values(zeros(2, ScalarType.Int64), net.forward(ones(2), ones(2), steps: 0).Lengths);
        Assert.Equal([0], net.forward(ones(0), ones(0), steps: 3).Lengths.shape);
    }

    static void RequireRowsAlone(nn.Module<Tensor, Tensor, Tensor> cell, Tensor x, Tensor h0, Tensor[] actual, bool backward)
    {
        var rows = Enumerable.Range(0, Ends.Length).Select(row => Alone(cell, x[row], h0[row], (int)Lengths[row], backward)).ToList();
        Tensor[] expected = [.. Enumerable.Range(0, actual.Length).Select(i => stack(rows.Select(row => row[i]), 0))];

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, cell.parameters().Append(x).Append(h0));
    }

    static Tensor[] Alone(nn.Module<Tensor, Tensor, Tensor> cell, Tensor x, Tensor h, int length, bool backward)
    {
        var (y, n, end) = (new List<Tensor>(), new List<Tensor>(), h);
        for (var k = 0; k < length; k++)
        {
            var now = x[backward ? Steps - 1 - k : k];
            h = cell.call(now.unsqueeze(0), h.unsqueeze(0))[0];
            y.Add(h * 2);
            n.Add(tensor((double)k));
            end = h - now.sum();
        }

        for (var k = length; k < Steps; k++)
        {
            y.Add(zeros_like(h));
            n.Add(tensor(0.0));
        }

        if (backward)
        {
            y.Reverse();
            n.Reverse();
        }

        return [stack(y, 0), stack(n, 0), end, h];
    }

    public sealed class Reference : DoneTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : DoneTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
