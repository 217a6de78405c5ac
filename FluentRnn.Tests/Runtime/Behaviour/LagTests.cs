using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A state of k steps ago: carried as its last k values, through calls, chunks, steps, files and rows that end. Values and gradients are in <see cref="CanonicalTests"/>.</summary>
[Trait("Row", "R10")]
public abstract class LagTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    Lagged.ByParameter Net(int k = 3) => new(3, 4, k, dtype: ScalarType.Float64) { Executor = Executor };

    [Fact]
    public void The_step_sees_the_value_of_k_steps_ago()
    {
        using var net = Net();
        var start = Random(2, 3, 4);

        var output = net.forward(Random(2, 7, 3), new(Old: start));

        Same.Values(cat([start, output.Y.narrow(1, 0, 4)], 1), output.Seen, 0);
        Same.Values(output.Y.narrow(1, 4, 3), output.State.Old!, 0);
    }

    [Fact]
    public void A_lag_of_one_is_the_step_before()
    {
        using var net = Net(k: 1);

        var output = net.forward(Random(2, 7, 3));

        Same.Values(cat([zeros(2, 1, 4, ScalarType.Float64), output.Y.narrow(1, 0, 6)], 1), output.Seen, 0);
        Same.Values(output.State.H!.unsqueeze(1), output.State.Old!, 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Chunks_are_one_pass(int first)
    {
        using var net = Net();
        var (x, start) = (Leaf(2, 7, 3), Leaf(2, 3, 4));

        var whole = net.forward(x, new(Old: start));
        var one = net.forward(x.narrow(1, 0, first), new(Old: start));
        var two = net.forward(x.narrow(1, first, 7 - first), one.State);

        Tensor[] expected = [whole.Y, whole.State.H!, whole.State.Old!];
        Tensor[] joined = [cat([one.Y, two.Y], 1), two.State.H!, two.State.Old!];
        Same.Values(expected, joined);
        Same.Gradients(expected, joined, [.. net.parameters(), x, start]);
    }

    [Fact]
    public void Steps_are_one_pass()
    {
        using var net = Net();
        var x = Leaf(2, 5, 3);

        var whole = net.forward(x);
        Lagged.ByParameter.State? state = null;
        var outputs = new List<Tensor>();
        for (var t = 0; t < 5; t++)
        {
            var output = net.step(x.select(1, t), state);
            outputs.Add(output.Y);
            state = output.State;
        }

        Tensor[] expected = [whole.Y, whole.State.Old!];
        Tensor[] actual = [stack(outputs, 1), state!.Value.Old!];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [.. net.parameters(), x]);
    }

    [Fact]
    public void Every_kind_of_slot_and_of_start()
    {
        using var net = new Lagged.Kinds(3, dtype: ScalarType.Float64) { Executor = Executor };
        var (m, token) = (Leaf(2, 5, 2, 3), randint(9, [2, 5]));

        manual_seed(6);
        var output = net.forward(m, token);

        manual_seed(6);
        var drawn = randn(2, 3, ScalarType.Float64) * 0.5;
        var start = net.start.expand(2, 3);
        Tensor[] expected =
        [
            cat([zeros(2, 1, 2, 3, ScalarType.Float64), m.narrow(1, 0, 4)], 1),
            cat([zeros(2, 2, 2, 3, ScalarType.Float64), m.narrow(1, 0, 3) * 2], 1),
            cat([zeros(2, 3, ScalarType.Int64), token.narrow(1, 0, 2)], 1),
            stack([drawn, drawn, drawn + 1, drawn + 1, drawn + 2], 1),
            stack([start, start, start.pow(2), start.pow(2), start.pow(3)], 1),
        ];
        Tensor[] actual = [output.A, output.B, output.C, output.D, output.E];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [m, net.start]);
        Assert.Equal([2, 1, 2, 3], output.State.One!.shape);
        Same.Values(token.narrow(1, 2, 3), output.State.Said!);
    }

    [Fact]
    public void A_row_that_is_done_holds_its_past()
    {
        using var net = new Lagged.Stopping(3, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(3, 6, 3);
        long[] lengths = [2, 6, 1];
        var stop = zeros(3, 6, ScalarType.Bool);
        foreach (var (row, length) in lengths.Index()) stop[row, length - 1] = true;

        var output = net.forward(x, stop);

        Same.Values(tensor(lengths), output.Lengths);
        foreach (var (row, length) in lengths.Index())
        {
            var alone = net.forward(x.narrow(0, row, 1).narrow(1, 0, length), zeros(1, length, ScalarType.Bool));
            Tensor[] expected = [alone.Y, alone.State.S!, alone.State.Old!];
            Tensor[] actual = [output.Y.narrow(0, row, 1).narrow(1, 0, length), output.State.S!.narrow(0, row, 1), output.State.Old!.narrow(0, row, 1)];
            Same.Values(expected, actual);
            Same.Gradients(expected, actual, [x]);
        }
    }

    [Fact]
    public void A_masked_step_adds_nothing_to_the_past()
    {
        using var net = Net(k: 2);
        var (x, start) = (Leaf(2, 5, 3), Leaf(2, 2, 4));
        var mask = tensor(new[] { true, false, true, true, false, false, true, true, false, true }).view(2, 5);

        var output = net.forward(x, new(Old: start), mask: mask);

        foreach (var row in (long[])[0, 1])
        {
            var valid = mask[row].nonzero().squeeze(1);
            var alone = net.forward(x.narrow(0, row, 1).index_select(1, valid), new(Old: start.narrow(0, row, 1)));
            Tensor[] expected = [alone.Y, alone.Seen, alone.State.Old!];
            Tensor[] actual = [output.Y.narrow(0, row, 1).index_select(1, valid), output.Seen.narrow(0, row, 1).index_select(1, valid), output.State.Old!.narrow(0, row, 1)];
            Same.Values(expected, actual);
            Same.Gradients(expected, actual, [x, start]);
        }
    }

    [Fact]
    public void A_reset_forgets_the_past()
    {
        using var net = new Lagged.Learned(3, 4, k: 0, dtype: ScalarType.Float64) { Executor = Executor };
        using (no_grad()) net.get_parameter("initial_old")!.copy_(randn(1, 4));
        var x = Leaf(1, 6, 3);
        var resets = zeros(1, 6, ScalarType.Bool);
        resets[0, 2] = true;

        var output = net.forward(x, new(H: Random(1, 4), Old: Random(1, 3, 4)), resets: resets);

        var after = net.forward(x.narrow(1, 2, 4));
        Tensor[] expected = [after.Y, after.Seen, after.State.Old!];
        Tensor[] actual = [output.Y.narrow(1, 2, 4), output.Seen.narrow(1, 2, 4), output.State.Old!];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [.. net.parameters(), x]);
    }

    [Fact]
    public void A_plain_loop_carries_the_same()
    {
        using var net = new Lagged.Plain(2, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 4, 2);

        var output = net.forward(x);

        var (y0, y1) = (x.select(1, 0), x.select(1, 1));
        var (y2, y3) = (x.select(1, 2) + 2 * y0, x.select(1, 3) + 2 * y1);
        Tensor[] expected = [stack([y0, y1, y2, y3], 1), stack([y2, y3], 1)];
        Same.Values(expected, [output.Y, output.State.Old!]);
        Same.Gradients(expected, [output.Y, output.State.Old!], [x]);
    }

    [Fact]
    public void The_past_can_be_selected_saved_and_zeroed()
    {
        using var net = Net();
        var x = Random(3, 5, 3);
        var state = net.forward(x).State;
        var path = Path.GetTempFileName();
        try
        {
            state.Save(path);
            var loaded = Lagged.ByParameter.State.Load(path);

            Same.Values(state.Old!, loaded.Old!, 0);
            var rows = tensor(new long[] { 2, 0 });
            Same.Values(net.forward(x[rows], new(state.H![rows], state.Old![rows])).Y, net.forward(x[rows], state.Select(rows)).Y, 0);
            Assert.Equal([2, 3, 4], net.ZeroState(2).Old!.shape);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_past_of_another_length_is_refused()
    {
        using var net = Net();

        var fault = Assert.Throws<ArgumentException>(() => net.forward(Random(2, 5, 3), new(Old: Random(2, 2, 4))));

        Assert.StartsWith("ByParameter: state 'old' must be (B, 3, 4) float64 on cpu, but is (2, 2, 4) float64 on cpu", fault.Message, StringComparison.Ordinal);
    }

    public sealed class Reference : LagTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : LagTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
