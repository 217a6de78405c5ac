using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Both directions: a forward and a backward recurrence over the same sequences, merged.</summary>
[Trait("Row", "R17")]
public abstract class BidirectionalTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Features = 3, Hidden = 4;

    public static TheoryData<Merge, int> Merges()
    {
        var data = new TheoryData<Merge, int>();
        foreach (var merge in Enum.GetValues<Merge>())
        {
            foreach (var steps in (int[])[0, 1, 2, 5]) data.Add(merge, steps);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Merges))]
    public void Are_two_plain_loops_merged(Merge merge, int steps)
    {
        var (x, h, back) = (Leaf(2, steps, Features), Leaf(2, Hidden), Leaf(2, Hidden));
        var (net, cells, actual) = Gru(merge, x, h, back);
        using var container = net;

        var (forward, backward) = (Loop(cells.Forward, x, h, backward: false), Loop(cells.Backward, x, back, backward: true));
        var merged = forward.Outputs.Zip(backward.Outputs).SelectMany<(Tensor First, Tensor Second), Tensor>(both => merge switch
        {
            Merge.Concat => [cat([both.First, both.Second], -1)],
            Merge.Sum => [both.First + both.Second],
            Merge.Mean => [(both.First + both.Second) / 2],
            Merge.Product => [both.First * both.Second],
            _ => [both.First, both.Second],
        });
        Tensor[] expected = [.. merged, forward.State, backward.State];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [.. net.parameters(), x, h, back]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Everything_is_a_forward_and_a_backward_container(double teacherForcing)
    {
        using var both = new BothWays.Everything(3, dtype: ScalarType.Float64) { Executor = Executor };
        using var forward = new BothWays.Forward(3, dtype: ScalarType.Float64) { Executor = Executor };
        using var backward = new BothWays.Backward(3, dtype: ScalarType.Float64) { Executor = Executor };
        Copy(forward, both, name => name);
        Copy(backward, both, name => name.Split('.', 2) is [var module, var weight] ? $"{module}_backward.{weight}" : name + "_backward");
        var (x, context, taught, h0) = (Leaf(2, 5, 3), Leaf(2, 3), Leaf(2, 5, 3), Leaf(2, 3));

        var (one, other) = (
            forward.forward(x, context, new(Said: h0), taught, teacherForcing, firstStep: 3),
            backward.forward(x, context, new(H: h0), taught, teacherForcing, firstStep: 3));
        var actual = both.forward(x, context, new(Said: h0, HBackward: h0), taught, teacherForcing, firstStep: 3);

        Tensor[] expected = [one.Y, other.Y, one.Place, other.Place, one.End, other.End, .. Results.Of(one.State), .. Results.Of(other.State)];
        Same.Values(expected, Results.Of(actual));
        Same.Gradients(expected, Results.Of(actual), [x, context, taught, h0]);
    }

    [Fact]
    public void A_padded_batch_is_its_rows_alone()
    {
        using var net = new BothWays.Concat(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(3, 5, Features);
        long[] lengths = [3, 5, 0];

        var output = net.forward(x, lengths: tensor(lengths));

        foreach (var (row, length) in lengths.Index())
        {
            var alone = net.forward(x.narrow(0, row, 1).narrow(1, 0, length));
            Tensor[] expected = [alone.Y, zeros(1, 5 - length, 2 * Hidden, ScalarType.Float64), alone.End, alone.State.H!, alone.State.HBackward!];
            Tensor[] actual =
            [
                output.Y.narrow(0, row, 1).narrow(1, 0, length),
                output.Y.narrow(0, row, 1).narrow(1, length, 5 - length),
                output.End.narrow(0, row, 1), output.State.H!.narrow(0, row, 1), output.State.HBackward!.narrow(0, row, 1),
            ];
            Same.Values(expected, actual);
            Same.Gradients(expected, actual, [.. net.parameters(), x]);
        }
    }

    [Fact]
    public void Checkpoints_change_no_number()
    {
        using var plain = new BothWays.Concat(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        using var net = new BothWays.Checkpointed(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        net.load_state_dict(plain.state_dict());
        var (x, h, lengths) = (Leaf(3, 7, Features), Leaf(3, Hidden), tensor(new long[] { 5, 7, 0 }));

        var expected = Results.Of(plain.forward(x, new(h, h), lengths));
        var actual = Results.Of(net.forward(x, new(h, h), lengths));

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [x, h]);
        foreach (var (one, other) in Same.Gradient(expected, [.. plain.parameters()]).Zip(Same.Gradient(actual, [.. net.parameters()]))) Same.Values(one, other);
    }

    [Fact]
    public void Lstm_is_the_layer()
    {
        using var layer = nn.LSTM(Features, Hidden, 1, batchFirst: true, bidirectional: true).to(ScalarType.Float64);
        using var net = new BothWays.Lstm(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0, c0) = (Leaf(2, 6, Features), Leaf(2, 2, Hidden), Leaf(2, 2, Hidden));
        foreach (var (cell, suffix) in new[] { (net.cell, ""), (net.cell_backward, "_reverse") })
        {
            using var noGradients = no_grad();
            foreach (var (name, weight) in cell.named_parameters()) weight.copy_(layer.get_parameter($"{name}_l0{suffix}")!);
        }

        var (y, h, c) = layer.call(x, (h0, c0));
        var output = net.forward(x, new(h0[0], c0[0], h0[1], c0[1]));

        Tensor[] expected = [y, h[0], c[0], h[1], c[1]];
        Same.Values(expected, Results.Of(output));
        Same.Gradients(expected, Results.Of(output), [x, h0, c0]);
    }

    [Fact]
    public void Each_direction_has_its_own_weights()
    {
        using var net = new BothWays.Apart(Features, Hidden) { Executor = Executor };

        string[] cell = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        Assert.Equal(
            [.. cell.Select(name => "cell." + name), .. cell.Select(name => "cell_backward." + name), "initial_h", "initial_h_backward"],
            net.state_dict().Keys.Order(StringComparer.Ordinal).OrderBy(name => name.StartsWith("initial", StringComparison.Ordinal)).ThenBy(name => name.StartsWith("cell_b", StringComparison.Ordinal)).ThenBy(name => Array.IndexOf(cell, name.Split('.')[^1])));
        Assert.NotSame(net.cell, net.cell_backward);
        Assert.NotEqual(0, (net.cell.weight_ih! - net.cell_backward.weight_ih!).abs().sum().ToDouble());
    }

    [Fact]
    public void Or_both_have_the_same()
    {
        using var net = new BothWays.Shared(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        using (no_grad()) net.get_parameter("initial_h")!.copy_(randn(1, Hidden));
        var x = Leaf(2, 5, Features);
        var start = net.get_parameter("initial_h")!.expand(2, Hidden);

        var output = net.forward(x);

        Assert.Equal(5, net.parameters().Count());
        var (forward, backward) = (Loop(net.cell, x, start, backward: false), Loop(net.cell, x, start, backward: true));
        Tensor[] expected = [forward.Outputs[0], backward.Outputs[0], forward.Outputs[1], backward.Outputs[1], forward.State, backward.State];
        Same.Values(expected, Results.Of(output));
        Same.Gradients(expected, Results.Of(output), [.. net.parameters(), x]);
    }

    [Fact]
    public void Learned_starts_are_trained_apart()
    {
        using var net = new BothWays.Apart(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        Tensor[] starts = [net.get_parameter("initial_h")!, net.get_parameter("initial_h_backward")!];
        using (no_grad()) foreach (var start in starts) start.copy_(randn(1, Hidden));
        var x = Leaf(2, 5, Features);

        var output = net.forward(x);

        var (forward, backward) = (Loop(net.cell, x, starts[0].expand(2, Hidden), backward: false), Loop(net.cell_backward, x, starts[1].expand(2, Hidden), backward: true));
        Same.Values([forward.Outputs[0], backward.Outputs[0]], [output.Y, output.YBackward]);
        Same.Gradients([forward.Outputs[0], backward.Outputs[0]], [output.Y, output.YBackward], starts);
    }

    [Fact]
    public void The_states_of_both_are_kept_and_named()
    {
        using var net = new BothWays.Lstm(Features, Hidden) { Executor = Executor };
        var state = net.forward(rand(2, 5, Features)).State;
        var path = Path.GetTempFileName();
        try
        {
            state.Save(path);
            Same.Values(Results.Of(state), Results.Of(BothWays.Lstm.State.Load(path)), 0);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal([3, Hidden], net.ZeroState(3).CBackward!.shape);
        var fault = Assert.Throws<ArgumentException>(() => net.forward(rand(2, 5, Features), new(CBackward: rand(2, 1))));
        Assert.StartsWith("Lstm: state 'c_backward' must be (B, 4)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_loop_runs_both_ways_too()
    {
        using var net = new BothWays.Plain(3, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 4, 3);

        var y = net.forward(x).Y;

        Tensor One(Linear layer, Tensor x)
        {
            var (h, outputs) = (zeros(2, 3, ScalarType.Float64), new List<Tensor>());
            for (var t = 0; t < 4; t++)
            {
                h = h + x.select(1, t);
                for (var round = 0; round < 2; round++) h = tanh(layer.call(h));
                outputs.Add(h);
            }

            return stack(outputs, 1);
        }

        var expected = One(net.layer, x) + One(net.layer_backward, x.flip(1)).flip(1);
        Same.Values(expected, y);
        Same.Gradients([expected], [y], [.. net.parameters(), x]);
    }

    [Fact]
    public void Without_an_axis_nothing_can_be_concatenated()
    {
        using var net = new BothWays.Scalars { Executor = Executor };

        var fault = Assert.Throws<InvalidOperationException>(() => net.forward(rand(2, 5)));

        Assert.Equal("Scalars: output 's' is (B, T), without an axis to concatenate both directions on; unsqueeze it, or choose another Merge.", fault.Message);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var net = new BothWays.Everything(3) { Executor = Executor };
        var (x, context) = (rand(2, 5, 3), rand(2, 3));
        net.forward(x, context).Dispose();
        var before = Alive();

        net.forward(x, context).Dispose();
        using (no_grad()) net.forward(x, context).Dispose();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void What_contradicts_it_is_refused()
    {
        static void Refuses(string problem, Func<RecurrenceBuilder, Recurrence> define) =>
            Assert.Contains(problem, Assert.Throws<InvalidOperationException>(() => define(new RecurrenceBuilder())).Message, StringComparison.Ordinal);

        Refuses("leave Backward out", rnn => rnn.Sequences(new { x = Vector(1) }).Backward().Bidirectional().Step(seq => Yield(sequence: seq)));
        Refuses("declare Sequences", rnn => rnn.Constants(new { x = Vector(1) }).Steps(3).Bidirectional().Step(con => Yield(sequence: new { y = con.x })));
        Refuses("declare Sequences", rnn => rnn.Sequences(new { t = StepIndex() }).Bidirectional().Step(seq => Yield(sequence: seq)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceBuilder().Bidirectional((Merge)9));

        using var ends = new DeclaredContainer(
            rnn => rnn.Sequences(new { x = Vector(1) }).Bidirectional().Step(seq => Yield(sequence: seq, done: seq.x.sum(1) > 0)), Executor.Reference);
        Assert.Contains("leave done out", Assert.Throws<InvalidOperationException>(() => ends.forward(new() { Sequences = [Random(2, 3, 1)] })).Message, StringComparison.Ordinal);
    }

    (nn.Module Net, (GRUCell Forward, GRUCell Backward) Cells, Tensor[] Results) Gru(Merge merge, Tensor x, Tensor h, Tensor back)
    {
        const ScalarType type = ScalarType.Float64;
        switch (merge)
        {
            case Merge.Concat:
                var concat = new BothWays.Concat(Features, Hidden, dtype: type) { Executor = Executor };
                return (concat, (concat.cell, concat.cell_backward), Results.Of(concat.forward(x, new(h, back))));
            case Merge.Sum:
                var sum = new BothWays.Sum(Features, Hidden, dtype: type) { Executor = Executor };
                return (sum, (sum.cell, sum.cell_backward), Results.Of(sum.forward(x, new(h, back))));
            case Merge.Mean:
                var mean = new BothWays.Mean(Features, Hidden, dtype: type) { Executor = Executor };
                return (mean, (mean.cell, mean.cell_backward), Results.Of(mean.forward(x, new(h, back))));
            case Merge.Product:
                var product = new BothWays.Product(Features, Hidden, dtype: type) { Executor = Executor };
                return (product, (product.cell, product.cell_backward), Results.Of(product.forward(x, new(h, back))));
            default:
                var apart = new BothWays.Apart(Features, Hidden, dtype: type) { Executor = Executor };
                return (apart, (apart.cell, apart.cell_backward), Results.Of(apart.forward(x, new(h, back))));
        }
    }

    static (Tensor[] Outputs, Tensor State) Loop(GRUCell cell, Tensor x, Tensor h, bool backward)
    {
        var (batch, steps) = (x.shape[0], x.shape[1]);
        var y = new List<Tensor>();
        for (var k = 0L; k < steps; k++) y.Add(h = cell.call(x.select(1, backward ? steps - 1 - k : k), h));
        var end = steps == 0 ? zeros(batch, Hidden, ScalarType.Float64) : h * 2;
        if (backward) y.Reverse();
        return ([steps == 0 ? zeros(batch, 0, Hidden, ScalarType.Float64) : stack(y, 1), end], h);
    }

    static void Copy(nn.Module target, nn.Module source, Func<string, string> name)
    {
        using var noGradients = no_grad();
        var weights = source.state_dict();
        foreach (var (key, weight) in target.state_dict()) weight.copy_(weights[name(key)]);
    }

    public sealed class Reference : BidirectionalTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : BidirectionalTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
