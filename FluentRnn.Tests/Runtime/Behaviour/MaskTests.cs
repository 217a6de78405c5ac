using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Masks and lengths: a padded batch is each of its rows alone, with nothing of its padding in it.</summary>
[Trait("Row", "R3")]
[Trait("Row", "R4")]
public abstract class MaskTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 6;

    /// <summary>Right, left and gap padding, rows without any valid step, all forms of the loop, with and without a teacher.</summary>
    public static TheoryData<string, string, bool> Cases()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var form in Forms.Keys)
        {
            foreach (var padding in Paddings.Keys)
            {
                data.Add(form, padding, true);
                data.Add(form, padding, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_padded_batch_is_its_rows_alone(string form, string padding, bool taught)
    {
        var rows = PaddedRows.Create(new Random(5), Paddings[padding](new Random(3)), taught: taught);
        Agree(form, rows);
    }

    /// <summary>Random forms of the loop, sizes, gaps, resets and teachers. The seed is in the name of the test.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [Trait("Row", "R1")]
    [Trait("Row", "R2")]
    [Trait("Row", "R5")]
    [Trait("Row", "R13")]
    public void Resets_split_a_row(int seed)
    {
        var random = new Random(seed);
        manual_seed(seed);
        foreach (var form in Forms.Keys)
        {
            using var scope = NewDisposeScope();
            var valid = PaddedRows.Gaps(random, random.Next(1, 6), random.Next(1, 9), random.Next(3) * 0.3);
            Agree(form, PaddedRows.Create(random, valid, resets: random.Next(1, 3) * 0.25, taught: random.Next(2) == 0));
        }
    }

    [Fact]
    public void A_mask_without_gaps_changes_nothing()
    {
        using var net = new Padded.Forward(PaddedRows.Features, PaddedRows.Hidden) { Executor = Executor };
        var (x, token) = (rand(3, Steps, PaddedRows.Features), randint(0, 5, [3, Steps]));
        var expected = Results.Of(net.forward(x, token));

        Same.Values(expected, Results.Of(net.forward(x, token, mask: ones(3, Steps, ScalarType.Bool))), 0);
        Same.Values(expected, Results.Of(net.forward(x, token, lengths: full([3], Steps, ScalarType.Int64))), 0);
        Same.Values(expected, Results.Of(net.forward(x, token, resets: zeros(3, Steps, ScalarType.Bool))), 0);
    }

    [Fact]
    public void Lengths_are_the_mask_of_the_first_steps()
    {
        using var net = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var rows = PaddedRows.Create(new Random(5), PaddedRows.Right(Steps, 4, 0, 6, 1));
        var lengths = tensor(new long[] { 4, 0, 6, 1 });

        var expected = Results.Of(net.forward(rows.X, rows.Token, mask: rows.Mask));
        var actual = Results.Of(net.forward(rows.X, rows.Token, lengths: lengths));

        Same.Values(expected, actual, 0);
        Same.Gradients(expected, actual, net.parameters().Append(rows.X));
    }

    [Fact]
    public void Lengths_and_mask_are_both_heeded()
    {
        using var net = new Padded.Computed(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var mask = tensor(PaddedRows.Gaps(new Random(2), 4, Steps, 0.3));
        var both = mask.logical_and(tensor(PaddedRows.Right(Steps, 4, 0, 6, 2)));
        var (x, token) = (Random(4, Steps, PaddedRows.Features), randint(0, 5, [4, Steps]));

        Same.Values(
            Results.Of(net.forward(x, token, mask: both)),
            Results.Of(net.forward(x, token, lengths: tensor(new long[] { 4, 0, 6, 2 }), mask: mask)),
            0);
    }

    [Fact]
    public void Without_states_the_last_output_is_that_of_the_last_valid_step()
    {
        using var net = new PerStepMap(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(3, 4, 3);
        var mask = tensor(new[,] { { true, true, false, false }, { false, true, false, true }, { false, false, false, false } });

        var output = net.forward(x, mask: mask);

        Tensor[] expected = [net.forward(x).Y.masked_fill(mask.logical_not().unsqueeze(2), 0), stack([x[0, 1], x[1, 3], zeros(3, ScalarType.Float64)], 0)];
        Same.Values(expected, [output.Y, output.Final]);
        Same.Gradients(expected, [output.Y, output.Final], net.parameters().Append(x));
    }

    [Fact]
    public void Without_sequences_a_mask_says_how_long_to_run()
    {
        using var net = new ConstantToSequence(5, 3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var context = Leaf(3, 3);
        var lengths = tensor(new long[] { 5, 2, 0 });
        var mask = arange(5).lt(lengths.unsqueeze(1));
        var alone = new[] { 5, 2, 0 }.Select((length, row) => net.forward(context.narrow(0, row, 1), steps: length)).ToList();
        Tensor Rows(Func<ConstantToSequence.Output, Tensor> of) => cat(alone.Select(of).ToArray(), 0);
        Tensor[] expected =
        [
            Rows(output => nn.functional.pad(output.Logits, [0, 0, 0, 5 - output.Logits.shape[1]])),
            .. Results.Of(alone[0]).Skip(1).Select((_, i) => Rows(output => Results.Of(output)[i + 1])),
        ];

        foreach (var output in (ConstantToSequence.Output[])[net.forward(context, steps: 5, lengths: lengths), net.forward(context, mask: mask)])
        {
            Same.Values(expected, Results.Of(output));
            Same.Gradients(expected, Results.Of(output), net.parameters().Append(context));
        }
    }

    [Fact]
    [Trait("Row", "R12")]
    public void A_masked_step_ends_no_row()
    {
        using var net = new Countdown(dtype: ScalarType.Float64) { Executor = Executor };
        var rate = ones(4, ScalarType.Float64).requires_grad_();
        var mask = tensor(new[,]
        {
            { true, false, true, true, true, true }, { false, false, false, true, true, true }, { true, true, false, false, false, false }, { false, false, false, false, false, false },
        });

        // The last limit is reached by the first step, were it not masked.
        var output = net.forward(tensor(new[] { 2.0, 3, 5, 1 }), rate, mask: mask);

        Same.Values(tensor(new long[] { 2, 3, 2, 0 }), output.Lengths);
        Same.Values(tensor(new[,] { { 1.0, 0, 2, 0, 0, 0 }, { 0, 0, 0, 1, 2, 3 }, { 1, 2, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0, 0 } }), output.Level);
        Same.Values(tensor(new[] { 2.0, 3, 2, 0 }), output.Total);
        Same.Values(tensor(new[] { 2.0, 3, 2, 0 }), output.State.Sum!);
        output.Level.sum().backward();
        Same.Values(tensor(new[] { 3.0, 6, 3, 0 }), rate.grad!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "R12")]
    public void Flags_that_end_a_row_count_at_valid_steps_alone(bool backward)
    {
        using var forward = new Stopping.Forward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        using var reverse = new Stopping.Backward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        Tensor[] Run(Tensor x, Tensor stop, Tensor? mask) => backward ? Results.Of(reverse.forward(x, stop, mask: mask)) : Results.Of(forward.forward(x, stop, mask: mask));
        var random = new Random(8);
        var (valid, x) = (PaddedRows.Gaps(random, 6, Steps, 0.4), Leaf(6, Steps, 3));
        var stop = tensor(PaddedRows.Gaps(random, 6, Steps, 0.7));

        var actual = Run(x, stop, tensor(valid));

        List<Tensor[]> alone = [];
        for (var row = 0; row < 6; row++)
        {
            var steps = Enumerable.Range(0, Steps).Where(t => valid[row, t]).Select(t => (long)t).ToArray();
            var index = tensor(steps);
            var values = Run(x.narrow(0, row, 1).index_select(1, index), stop.narrow(0, row, 1).index_select(1, index), null);
            Tensor Placed(Tensor value) => zeros([1, Steps, .. value.shape[2..]], value.dtype).index_add(1, index, value, 1);
            alone.Add([Placed(values[0]), Placed(values[1]), .. values[2..]]);
        }

        Tensor[] expected = [.. Enumerable.Range(0, actual.Length).Select(i => cat(alone.Select(values => values[i]).ToArray(), 0))];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, (backward ? reverse.parameters() : forward.parameters()).Append(x));
    }

    [Fact]
    [Trait("Row", "R5")]
    public void A_reset_does_not_bring_back_a_row_that_is_done()
    {
        using var net = new Countdown { Executor = Executor };
        var resets = zeros(2, 5, ScalarType.Bool);
        resets[TensorIndex.Colon, 3] = true;

        var output = net.forward(tensor(new[] { 2f, 4f }), ones(2), resets: resets);

        Same.Values(tensor(new[,] { { 1f, 2, 0, 0, 0 }, { 1, 2, 3, 1, 2 } }), output.Level);
        Same.Values(tensor(new[] { 2f, 2 }), output.State.Sum!);
        Same.Values(tensor(new long[] { 2, 5 }), output.Lengths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "R5")]
    [Trait("Row", "R9")]
    public void A_reset_goes_back_to_the_declared_initial_state(bool given)
    {
        using var net = new Starts(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (context, state) = (Leaf(2, 3), new Starts.State(Computed: Leaf(2, 4), Learned: Leaf(2, 4), Drawn: Random(2, 4), Zero: Leaf(2, 4)));
        var resets = tensor(new[,] { { false, false, true, false }, { true, false, false, true } });
        Tensor Declared(Tensor value, Tensor begun) => value + begun;
        var (bridge, learned) = (tanh(net.bridge.call(context)), net.get_parameter("initial_learned")!.expand(2, 4));

        manual_seed(2);
        var actual = given ? net.forward(context, state, resets: resets) : net.forward(context, resets: resets);
        manual_seed(2);
        var drawn = randn(2, 4, ScalarType.Float64);

        Tensor[] declared = [bridge, net.start.expand(2, 4), learned, drawn, zeros(2, 4, ScalarType.Float64)];
        Tensor[] values = given ? [state.Computed!, declared[1], state.Learned!, state.Drawn!, state.Zero!] : declared;
        List<Tensor> sums = [];
        for (var t = 0; t < 4; t++)
        {
            values = [.. values.Select((value, i) => where(resets.select(1, t).unsqueeze(1), declared[i], value))];
            sums.Add(values.Aggregate(Declared));
            values = [.. values.Select((value, i) => i < 4 ? value * 0.5 : value + 1)];
        }

        Tensor[] expected = [stack(sums, 1), .. values];
        Tensor[] results = [actual.Sum, .. Results.Of(actual.State)[..5]];
        Same.Values(expected, results);
        Same.Gradients(expected, results, net.parameters().Append(context).Concat(given ? [state.Computed!, state.Learned!, state.Zero!] : Array.Empty<Tensor>()));
        Same.Values(tensor(new long[] { 2, 1 }), actual.State.Token!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "R5")]
    public void A_straight_line_is_masked_and_reset_like_a_loop(bool taught)
    {
        using var net = new FixedLengthDecoder(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (context, target) = (Leaf(3, 3), Leaf(3, 4, 2));
        var valid = new[,] { { true, false, true, true }, { false, true, true, false }, { true, true, false, true } };
        var resets = new[,] { { false, false, true, false }, { false, false, false, true }, { true, false, true, false } };

        var actual = Results.Of(net.forward(context, yTarget: taught ? target : null, mask: tensor(valid), resets: tensor(resets)));

        List<Tensor[]> rows = [];
        for (var row = 0; row < 3; row++)
        {
            var (con, nothing) = (context.narrow(0, row, 1), zeros(1, 2, ScalarType.Float64));
            var start = tanh(net.start.call(con));
            var (h, y, seen, outputs) = (start, nothing, (Tensor?)null, new List<Tensor>());
            for (var t = 0; t < 4; t++)
            {
                if (resets[row, t]) (h, y, seen) = (start, nothing, null);
                if (valid[row, t])
                {
                    h = net.cell.call(seen ?? y, h);
                    y = net.readout.call(h) + con.mean([1], keepdim: true);
                    seen = taught ? target.narrow(0, row, 1).select(1, t) : null;
                }

                outputs.Add(valid[row, t] ? y : nothing);
            }

            rows.Add([stack(outputs, 1), h, y]);
        }

        Tensor[] expected = [.. Enumerable.Range(0, 3).Select(i => cat(rows.Select(row => row[i]).ToArray(), 0))];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, net.parameters().Append(context).Append(target));
    }

    [Fact]
    [Trait("Row", "R13")]
    public void Scheduled_sampling_draws_one_number_a_row_and_step()
    {
        using var net = new Padded.Forward(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var rows = PaddedRows.Create(new Random(5), PaddedRows.Gaps(new Random(3), 4, Steps, 0.4), taught: true);
        manual_seed(6);
        var draws = Enumerable.Range(1, Steps - 1).Select(_ => rand(4).lt(0.5)).ToList();
        var after = rand(1);

        manual_seed(6);
        var seen = net.forward(rows.X, rows.Token, new(Y: rows.Y0), rows.Target, 0.5, mask: rows.Mask).Seen;

        Same.Values(after, rand(1), 0);
        for (var row = 0; row < 4; row++)
        {
            Tensor? before = null;
            for (var t = 0; t < Steps; t++)
            {
                if (!rows.Valid[row, t]) continue;
                if (before is not null && draws[t - 1][row].ToBoolean()) Same.Values(before, seen[row, t]);
                before = rows.Target![row, t];
            }
        }
    }

    [Fact]
    [Trait("Row", "C6")]
    public void No_steps_have_nothing_to_mask()
    {
        using var net = new Padded.Forward(PaddedRows.Features, PaddedRows.Hidden) { Executor = Executor };
        var (x, token) = (rand(2, 0, PaddedRows.Features), zeros(2, 0, ScalarType.Int64));
        var none = zeros(2, 0, ScalarType.Bool);

        Same.Values(Results.Of(net.forward(x, token)), Results.Of(net.forward(x, token, lengths: zeros(2, ScalarType.Int64), mask: none, resets: none)), 0);
    }

    [Fact]
    [Trait("Row", "C7")]
    public void No_rows_and_one_row()
    {
        using var net = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden) { Executor = Executor };
        var (x, token) = (rand(1, 1, PaddedRows.Features), zeros(1, 1, ScalarType.Int64));

        var empty = net.forward(rand(0, 4, PaddedRows.Features), zeros(0, 4, ScalarType.Int64), lengths: zeros(0, ScalarType.Int64), mask: zeros(0, 4, ScalarType.Bool));
        Assert.Equal([0, 4, PaddedRows.Features], empty.Y.shape);
        Assert.Equal(0, net.forward(x, token, lengths: zeros(1, ScalarType.Int64)).Y.abs().sum().ToDouble());
        Same.Values(net.forward(x, token).Y, net.forward(x, token, lengths: ones(1, ScalarType.Int64)).Y, 0);
    }

    [Fact]
    [Trait("Row", "R5")]
    [Trait("Row", "C4")]
    public void A_state_cannot_be_reset_to_another_shape()
    {
        using var net = new DeclaredContainer(
            rnn => rnn
                .Constants(new { c = Dsl.Vector(Dsl.Any) })
                .States(new { h = Dsl.Vector(Dsl.Any) })
                .Initial(con => new { h = con.c })
                .Step((con, state) => Dsl.Yield(next: new { h = state.h * 2 })),
            Executor);
        using var growing = new DeclaredContainer(
            rnn => rnn.States(new { h = Dsl.Vector(Dsl.Any) }).Step(state => Dsl.Yield(next: new { h = cat([state.h, state.h], 1) })), Executor, name: "Growing");
        var (c, h, resets) = (Random(2, 3), Random(2, 4), eye(2, 4, ScalarType.Bool));
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        var message = Assert.Throws<InvalidOperationException>(() => net.forward(new() { Constants = [c], States = [h], Resets = resets })).Message;
        var later = Assert.Throws<InvalidOperationException>(() => growing.forward(new() { States = [h], Resets = resets })).Message;

        Assert.Contains("'h' given is (2, 4), but rows that are reset go back to (2, 3)", message, StringComparison.Ordinal);
        Assert.Contains("Growing: at step 1, an operation failed", later, StringComparison.Ordinal);
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_left_behind(bool gradients)
    {
        using var held = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        using var stopping = new Stopping.Forward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var random = new Random(4);
        var rows = PaddedRows.Create(random, PaddedRows.Gaps(random, 4, Steps, 0.4), resets: 0.3, taught: true);
        var (mask, resets, lengths) = (rows.Mask, tensor(rows.Resets), tensor(new long[] { 3, 0, 6, 5 }));
        var (x, stop) = (Random(4, Steps, 3), tensor(PaddedRows.Gaps(random, 4, Steps, 0.8)));
        using var mode = set_grad_enabled(gradients);
        void Call()
        {
            using var scope = NewDisposeScope();
            var before = Alive();
            Tensor[] results =
            [
                .. Results.Of(held.forward(rows.X, rows.Token, new(Y: rows.Y0), rows.Target, 0.5, lengths, mask, resets)),
                .. Results.Of(stopping.forward(x, stop, lengths: lengths, mask: mask, resets: resets)),
            ];
            Assert.Equal(before + results.Length, Tensor.TotalCount);
            if (gradients) Same.Loss(results).backward();
        }

        Call();
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        Call();

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    [Trait("Row", "R19")]
    public void Without_gradients_the_number_of_tensors_stays()
    {
        const int many = 3000;
        var (alive, counter) = (new List<long>(), new Counter());
        counter.Called = () => alive.Add(Tensor.TotalCount);
        using var net = new CountedTotal(8, counter) { Executor = Executor };
        var mask = rand(2, many).gt(0.3);
        using var noGradients = no_grad();

        var output = net.forward(ones(2, many, 8), mask: mask, resets: rand(2, many).lt(0.2));

        Assert.Equal(many, alive.Count);
        Assert.InRange(alive.Skip(100).Max(), 0, alive.Take(100).Max());
        Assert.Equal([2, 8], output.Total.shape);
    }

    /// <summary>A container with the loop of its declaration, called with masks and resets: values, and gradients by everything.</summary>
    void Agree(string form, PaddedRows rows)
    {
        using var sample = Forms[form](Executor);
        var expected = sample.Loop(rows);

        var actual = sample.Forward(rows);

        Same.Values(expected, actual);
        var leaves = sample.Module.parameters().Append(rows.X).Append(rows.Y0).Concat(rows.Target is { } target ? [target] : Array.Empty<Tensor>());
        Same.Gradients(expected, actual, leaves);
        using var noGradients = no_grad();
        Same.Values(expected, sample.Forward(rows));
    }

    static readonly Dictionary<string, Func<Random, bool[,]>> Paddings = new(StringComparer.Ordinal)
    {
        ["right"] = _ => PaddedRows.Right(Steps, 6, 2, 0, 4),
        ["left"] = _ => PaddedRows.Left(Steps, 1, 6, 3, 0),
        ["gaps"] = random => PaddedRows.Gaps(random, 5, Steps, 0.5),
        ["all"] = random => PaddedRows.Gaps(random, 3, Steps, 1),
        ["none"] = random => PaddedRows.Gaps(random, 3, Steps, 0),
    };

    static readonly Dictionary<string, Func<Executor, Form>> Forms = new(StringComparer.Ordinal)
    {
        ["Forward"] = executor =>
        {
            var net = new Padded.Forward(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Zero));
        },
        ["Held"] = executor =>
        {
            var net = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held));
        },
        ["Computed"] = executor =>
        {
            var net = new Padded.Computed(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Computed));
        },
        ["Backward"] = executor =>
        {
            var net = new Padded.Backward(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held, backward: true));
        },
        ["Reversed"] = executor =>
        {
            var net = new Padded.Reversed(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Zero, backward: true, keepOrder: false));
        },
    };

    static Tensor Learned(nn.Module net)
    {
        var learned = net.get_parameter("initial_h")!;
        using var noGradients = no_grad();
        if (learned.abs().sum().ToDouble() == 0) learned.copy_(randn_like(learned));
        return learned;
    }

    /// <summary>A container, a call of it, and its loop by hand.</summary>
    sealed record Form(nn.Module Module, Func<PaddedRows, Tensor[]> Forward, Func<PaddedRows, Tensor[]> Loop) : IDisposable
    {
        public void Dispose() => Module.Dispose();
    }

    public sealed class Reference : MaskTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : MaskTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
