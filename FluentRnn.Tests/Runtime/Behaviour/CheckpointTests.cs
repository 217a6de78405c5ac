using System.Runtime.InteropServices;
using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Checkpoints: the steps run once more in the backward pass, and nothing else changes.</summary>
[Trait("Row", "R16")]
public abstract class CheckpointTests(ITestOutputHelper output) : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 7;
    const int Never = 1000;

    /// <summary>Segments of every size, also those that do not fill the last one; with gaps, teachers and resets across their edges.</summary>
    public static TheoryData<string, int, bool> Cases()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var form in Forms.Keys)
        {
            foreach (var every in (int[])[1, 2, 3, 6, 7])
            {
                data.Add(form, every, true);
                data.Add(form, every, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_the_plain_loop(string form, int every, bool padded)
    {
        var random = new Random(every);
        var rows = PaddedRows.Create(random, PaddedRows.Gaps(random, 5, Steps, padded ? 0.4 : 0), resets: padded ? 0.3 : 0, taught: every % 2 == 1);
        using var sample = Forms[form](Executor, every);
        var expected = sample.Loop(rows);

        var actual = sample.Forward(rows);

        Same.Values(expected, actual);
        var leaves = sample.Module.parameters().Append(rows.X).Append(rows.Y0).Concat(rows.Target is { } target ? [target] : Array.Empty<Tensor>()).ToList();
        Same.Gradients(expected, actual, leaves);
        using var noGradients = no_grad();
        Same.Values(expected, sample.Forward(rows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [Trait("Row", "R12")]
    public void Rows_that_are_done_stay_done(int every)
    {
        using var net = new Checkpointed.Stopping(3, every, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Stopping(3, Never, dtype: ScalarType.Float64));
        var (x, h) = (Leaf(4, Steps, 3), Leaf(4, 3));

        // The last row goes on to the end, or all stop early: then the rest is zeros.
        foreach (var last in (int[])[-1, 4])
        {
            var stop = zeros(4, Steps, ScalarType.Bool);
            foreach (var (row, step) in new[] { (0, 0), (1, 3), (2, 1), (3, last) }.Where(flag => flag.Item2 >= 0)) stop[row, step] = tensor(true);

            var (expected, actual) = (Results.Of(plain.forward(x, stop, new(H: h))), Results.Of(net.forward(x, stop, new(H: h))));

            Same.Values(expected, actual, 1e-12);
            Same.Gradients(expected, actual, [x, h], 1e-12);
            Gradients(plain, expected, net, actual);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_fixed_length_may_be_cut(int every)
    {
        using var net = new Checkpointed.Decoder(3, every, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Decoder(3, Never, dtype: ScalarType.Float64));
        var context = Leaf(2, 3);

        var (expected, actual) = (Results.Of(plain.forward(context)), Results.Of(net.forward(context)));

        Assert.Equal([2, 7, 3], actual[0].shape);
        Same.Values(expected, actual, 0);
        Same.Gradients(expected, actual, [context], 1e-12);
        Gradients(plain, expected, net, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [Trait("Row", "R10")]
    [Trait("Row", "R11")]
    public void Lags_and_step_indices_go_on_across_checkpoints(int every)
    {
        using var net = new Checkpointed.Lagged(3, every, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Lagged(3, Never, dtype: ScalarType.Float64));
        var (x, h) = (Leaf(2, Steps, 3), Leaf(2, 3, 3));

        var (expected, actual) = (Results.Of(plain.forward(x, new(H: h), firstStep: 5)), Results.Of(net.forward(x, new(H: h), firstStep: 5)));

        Same.Values(expected, actual, 0);
        Same.Gradients(expected, actual, [x, h], 1e-12);
        Gradients(plain, expected, net, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("Row", "R14")]
    [Trait("Row", "W2")]
    public void What_is_drawn_and_what_buffers_learn_is_the_same_once(int every)
    {
        using var net = new Checkpointed.Noisy(3, every, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Noisy(3, Never, dtype: ScalarType.Float64));
        var x = Leaf(4, Steps, 3);
        manual_seed(3);
        var expected = Results.Of(plain.forward(x));
        var afterwards = rand(1);
        manual_seed(3);
        var actual = Results.Of(net.forward(x));

        Same.Values(afterwards, rand(1), 0);
        Same.Values(expected, actual, 0);
        Same.Values([.. plain.buffers()], [.. net.buffers()], 0);
        var random = get_rng_state();
        Same.Gradients(expected, actual, [x], 1e-12);
        Gradients(plain, expected, net, actual);
        Same.Values(random, get_rng_state(), 0);
        Same.Values([.. plain.buffers()], [.. net.buffers()], 0);
    }

    [Fact]
    [Trait("Row", "R13")]
    public void Scheduled_sampling_draws_the_same()
    {
        using var net = new Checkpointed.Forward(3, 4, 2, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Forward(3, 4, Never, dtype: ScalarType.Float64));
        var (x, target, token) = (Leaf(4, Steps, 3), Leaf(4, Steps, 3), randint(0, 5, [4, Steps]));
        Tensor[] Run(Checkpointed.Forward container)
        {
            manual_seed(3);
            return Results.Of(container.forward(x, token, yTarget: target, teacherForcing: 0.5));
        }

        var (expected, actual) = (Run(plain), Run(net));

        Same.Values(expected, actual, 0);
        Same.Gradients(expected, actual, [x, target], 1e-12);
    }

    [Fact]
    public void Second_derivatives_are_right()
    {
        using var net = new Checkpointed.Stopping(2, 2, dtype: ScalarType.Float64) { Executor = Executor };
        using var plain = Twin(net, new Checkpointed.Stopping(2, Never, dtype: ScalarType.Float64));
        var (x, stop) = (Leaf(2, 5, 2), zeros(2, 5, ScalarType.Bool));
        Tensor Penalty(Checkpointed.Stopping container)
        {
            var loss = Same.Loss(Results.Of(container.forward(x, stop)));
            return autograd.grad([loss], [x], create_graph: true, retain_graph: true)[0].pow(2).sum();
        }

        var (expected, actual) = (Penalty(plain), Penalty(net));

        Same.Values(expected, actual, 1e-12);
        Same.Values(autograd.grad([expected], [x], retain_graph: true)[0], autograd.grad([actual], [x], retain_graph: true)[0], 1e-12);
        Same.Values([.. autograd.grad([expected], [.. plain.parameters()])], [.. autograd.grad([actual], [.. net.parameters()])], 1e-12);
    }

    [Fact]
    public void A_graph_that_is_kept_can_be_asked_twice()
    {
        using var net = new Checkpointed.Stopping(2, 2) { Executor = Executor };
        var x = rand(2, 5, 2, requires_grad: true);
        var loss = net.forward(x, zeros(2, 5, ScalarType.Bool)).Y.sum();

        var first = autograd.grad([loss], [x], retain_graph: true)[0];

        Same.Values(first, autograd.grad([loss], [x])[0], 0);
    }

    [Theory]
    [InlineData(6, false, 6)]
    [InlineData(7, false, 7)]
    [InlineData(2, true, 7)]
    [InlineData(3, false, 14)]
    [Trait("Row", "C8")]
    public void Steps_run_again_only_where_it_saves_memory(int every, bool withoutGradients, int calls)
    {
        var counter = new Counter();
        using var net = new Checkpointed.Counted(3, every, counter) { Executor = Executor };
        var x = rand(2, every == 6 ? 6 : Steps, 3);
        using var gradients = set_grad_enabled(!withoutGradients);

        var end = net.forward(x).End;
        if (!withoutGradients) end.sum().backward();

        Assert.Equal(calls, counter.Calls);
    }

    [Fact]
    public void Frozen_weights_have_no_gradient()
    {
        using var net = new Checkpointed.Stopping(2, 2) { Executor = Executor };
        var frozen = net.parameters().First();
        frozen.requires_grad = false;

        net.forward(rand(2, 5, 2), zeros(2, 5, ScalarType.Bool)).Y.sum().backward();

        Assert.Null(frozen.grad);
        Assert.All(net.parameters().Skip(1), parameter => Assert.NotNull(parameter.grad));
        foreach (var parameter in net.parameters()) parameter.requires_grad = false;
        Assert.False(net.forward(rand(2, 5, 2), zeros(2, 5, ScalarType.Bool)).Y.requires_grad);
    }

    [Fact]
    public void A_step_that_fails_says_which_and_leaves_nothing()
    {
        var counter = new Counter();
        using var net = new Checkpointed.Counted(3, 2, counter) { Executor = Executor };
        var x = rand(2, Steps, 3);
        var before = Alive();

        for (counter.FailAt = 1; counter.FailAt <= Steps; counter.FailAt++)
        {
            counter.Calls = 0;
            Assert.Throws<TimeoutException>(() => net.forward(x));
        }

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Null(net.ReplayFailure);
    }

    [Fact]
    public void A_replay_that_fails_makes_the_backward_pass_fail()
    {
        var counter = new Counter();
        using var net = new Checkpointed.Counted(3, 2, counter) { Executor = Executor };
        var loss = net.forward(rand(2, Steps, 3)).End.sum();
        counter.FailAt = Steps + 2;

        Assert.Throws<ExternalException>(() => loss.backward());

        Assert.Equal($"call {Steps + 2}", Assert.IsType<TimeoutException>(net.ReplayFailure).Message);
    }

    [Fact]
    public void Weights_changed_between_the_passes_are_found()
    {
        using var net = new Checkpointed.Counted(3, 2, new Counter()) { Executor = Executor };
        var loss = net.forward(rand(2, Steps, 3)).End.sum();
        using (no_grad()) net.cell.weight_hh!.add_(1);

        Assert.Throws<ExternalException>(() => loss.backward());

        Assert.Contains("modified by an inplace operation", net.ReplayFailure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_mode_between_the_passes_is_found()
    {
        using var net = new Checkpointed.Noisy(3, 2) { Executor = Executor };
        var loss = net.forward(rand(2, Steps, 3)).Y.sum();
        net.eval();

        Assert.Throws<ExternalException>(() => loss.backward());

        Assert.Contains("train() or eval() was called before the backward pass", net.ReplayFailure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_it_stops_but_a_backward_pass_goes_on()
    {
        var counter = new Counter();
        using var source = new CancellationTokenSource();
        using var net = new Checkpointed.Counted(3, 2, counter) { Executor = Executor };
        var x = rand(2, Steps, 3);
        var loss = net.forward(x, cancellation: source.Token).End.sum();
        counter.Calls = 0;
        counter.Called = () =>
        {
            if (counter.Calls == 4) source.Cancel();
        };

        Assert.Throws<OperationCanceledException>(() => net.forward(x, cancellation: source.Token));

        Assert.Equal(5, counter.Calls);
        loss.backward();
        Assert.NotNull(net.cell.weight_hh!.grad);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        // Every result has a gradient: TorchSharp never takes those that are not there off its count.
        using var net = new Checkpointed.Noisy(3, 2) { Executor = Executor };
        void Train()
        {
            using var each = NewDisposeScope();
            var x = rand(2, Steps, 3, requires_grad: true);
            Same.Loss(Results.Of(net.forward(x))).backward();
            net.zero_grad();
        }

        Train();
        var before = Alive();

        for (var i = 0; i < 5; i++) Train();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Memory_is_that_of_a_segment()
    {
        var (plain, checkpointed) = (Peak(every: Never), Peak(every: 32));

        output.WriteLine($"memory that 1,000 steps of 64 rows took at most: {plain >> 20} MB, with checkpoints {checkpointed >> 20} MB");
        Assert.InRange(plain, 20L << 20, 200L << 20);
        Assert.InRange(checkpointed, 0, plain / 3);
    }

    /// <summary>By how much native memory grew at most in the steps of one forward and backward pass, also of those that run again.</summary>
    long Peak(int every)
    {
        using var scope = NewDisposeScope();
        var counter = new Counter();
        using var net = new Checkpointed.Counted(64, every, counter) { Executor = Executor };
        var x = rand(64, Never, 64);
        net.forward(x.narrow(1, 0, 2)).End.sum().backward();
        var (before, most) = (NativeHeap.InUse, 0L);
        counter.Called = () => most = Math.Max(most, NativeHeap.InUse);
        net.forward(x).End.sum().backward();
        return most - before;
    }

    /// <summary>The gradients by the parameters of two containers.</summary>
    static void Gradients(nn.Module plain, Tensor[] expected, nn.Module net, Tensor[] actual) =>
        Same.Values(Same.Gradient(expected, [.. plain.parameters()]), Same.Gradient(actual, [.. net.parameters()]), 1e-12);

    TContainer Twin<TContainer>(nn.Module first, TContainer second)
        where TContainer : nn.Module
    {
        second.load_state_dict(first.state_dict());
        second.GetType().GetProperty("Executor")!.SetValue(second, Executor);
        return second;
    }

    static readonly Dictionary<string, Func<Executor, int, Form>> Forms = new(StringComparer.Ordinal)
    {
        ["Forward"] = (executor, every) =>
        {
            var net = new Checkpointed.Forward(PaddedRows.Features, PaddedRows.Hidden, every, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Zero));
        },
        ["Held"] = (executor, every) =>
        {
            var net = new Checkpointed.Held(PaddedRows.Features, PaddedRows.Hidden, every, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held));
        },
        ["Backward"] = (executor, every) =>
        {
            var net = new Checkpointed.Backward(PaddedRows.Features, PaddedRows.Hidden, every, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held, backward: true));
        },
        ["Reversed"] = (executor, every) =>
        {
            var net = new Checkpointed.Reversed(PaddedRows.Features, PaddedRows.Hidden, every, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Computed, backward: true, keepOrder: false));
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

    public sealed class Reference(ITestOutputHelper output) : CheckpointTests(output)
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated(ITestOutputHelper output) : CheckpointTests(output)
    {
        protected override Executor Executor => Executor.Generated;
    }
}
