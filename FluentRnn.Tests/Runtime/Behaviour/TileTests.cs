using System.Reflection;
using FluentRnn.Execution;
using FluentRnn.Tests.Containers;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Long calls without gradients run in segments of steps where what is made for all steps at once would take too much memory; nothing else changes.</summary>
[Trait("Row", "R19")]
public abstract class TileTests(ITestOutputHelper output) : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Batch = 3, Width = 4, Words = 5, Steps = 70;

    // Of the Tagger: the product with x, the collected h, the product with it, and its exp.
    const long BytesOfStep = ((2 * Width) + (2 * Words)) * Batch * sizeof(double);

    /// <summary>The segments of a generated loop; the reference executor makes nothing for all steps at once.</summary>
    long[] Segments(params long[] expected) => Executor == Executor.Generated ? expected : [Steps];

    [Fact]
    public void A_call_within_the_budget_is_one_piece() => Assert.Equal([Steps], Run(BytesOfStep * Steps));

    [Fact]
    public void A_call_beyond_the_budget_is_cut() => Assert.Equal(Segments(Steps - 1, 1), Run((BytesOfStep * Steps) - 1));

    [Fact]
    public void As_many_steps_as_fit_are_a_segment() => Assert.Equal(Segments(40, 30), Run(BytesOfStep * 40));

    [Fact]
    public void A_segment_has_at_least_32_steps() => Assert.Equal(Segments(32, 32, 6), Run(budget: 0));

    [Fact]
    public void So_few_steps_are_never_cut() => Assert.Equal([32], Run(budget: 0, steps: 32));

    [Fact]
    public void With_gradients_a_call_is_never_cut() => Assert.Equal([Steps], Run(budget: 0, gradients: true));

    [Fact]
    public void A_loop_without_anything_for_all_steps_is_never_cut()
    {
        var counter = new Counter();
        using var net = new Tiled.InLoop(Width, counter) { Executor = Executor, BufferBudget = 0 };
        using var none = no_grad();

        Assert.Equal([Steps], Lengths(counter, () => net.forward(rand(Batch, Steps, Width))));
    }

    [Fact]
    public void A_loop_written_for_its_number_of_steps_is_never_cut()
    {
        var counter = new Counter();
        using var net = new Tiled.Unrolled(Width, counter) { Executor = Executor, BufferBudget = 0 };
        using var none = no_grad();

        Assert.Equal([80], Lengths(counter, () => net.forward(batch: Batch)));
    }

    [Fact]
    [Trait("Row", "R17")]
    public void Both_directions_are_cut_each_from_its_first_step()
    {
        var counter = new Counter();
        using var net = new Tiled.Both(Width, counter) { Executor = Executor, BufferBudget = 0 };
        using var none = no_grad();
        var both = Executor == Executor.Generated ? (long[])[32, 32, 6, 32, 32, 6] : [Steps, Steps];

        Assert.Equal(both, Lengths(counter, () => net.forward(rand(Batch, Steps, Width))));
    }

    /// <summary>Outputs, states and what is drawn, of every container of this project, with masks, resets, teachers and lengths.</summary>
    [Theory]
    [MemberData(nameof(Containers))]
    public void Every_container_gives_the_same(string name, Runtime.Rows rows, bool training)
    {
        using var container = new ReflectedContainer(typeof(TileTests).Assembly.GetType(name)!, training);
        var input = container.Input(Batch, Steps, rows);
        using var none = no_grad();
        container.BufferBudget = long.MaxValue;
        var expected = container.Forward(Executor, input);
        var afterwards = rand(1);
        container.BufferBudget = 0;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var actual = container.Forward(Executor, input);

        Assert.Equal(actual.Length, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);
        Same.Values(afterwards, rand(1), 0, "what is drawn next");
        Same.Values(expected, actual, 1e-10);
    }

    public static TheoryData<string, Runtime.Rows, bool> Containers
    {
        get
        {
            var data = new TheoryData<string, Runtime.Rows, bool>();
            foreach (var type in ReflectedContainer.OfThisProject)
            {
                data.Add(type.FullName!, Runtime.Rows.Complete, false);
                data.Add(type.FullName!, Runtime.Rows.Masked, true);
                data.Add(type.FullName!, Runtime.Rows.OfLengths, false);
            }

            return data;
        }
    }

    [Fact]
    [Trait("Row", "C8")]
    public void Cancelled_it_stops_at_the_next_step()
    {
        var counter = new Counter();
        using var source = new CancellationTokenSource();
        using var net = new Tiled.Tagger(Width, Words, counter) { Executor = Executor, BufferBudget = 0 };
        using var none = no_grad();
        counter.Called = () =>
        {
            if (counter.Calls == 40) source.Cancel();
        };

        Assert.Throws<OperationCanceledException>(() => net.forward(rand(Batch, Steps, Width), cancellation: source.Token));

        Assert.Equal(41, counter.Calls);
    }

    [Fact]
    public void A_step_that_fails_is_counted_from_the_first_of_the_call()
    {
        var counter = new Counter();
        using var net = new Tiled.Tagger(Width, Words, counter) { Executor = Executor, BufferBudget = 0 };
        using var none = no_grad();
        counter.Called = () =>
        {
            if (counter.Calls == 40) rand(2).mm(rand(3));
        };
        var before = Alive();

        var failed = Assert.Throws<InvalidOperationException>(() => net.forward(rand(Batch, Steps, Width)).Dispose());

        Assert.StartsWith("Tagger: at step 40, an operation failed", failed.Message, StringComparison.Ordinal);
        Assert.InRange(Alive(), 0, before + 3);
    }

    [Fact]
    public void Memory_is_that_of_a_segment_beside_the_output()
    {
        var (whole, cut) = (Peak(long.MaxValue), Peak(1 << 20));

        output.WriteLine($"memory that 2,000 steps of 32 rows took at most: {whole >> 20} MB as one piece, {cut >> 20} MB with 1 MB for what is made for all steps at once");
        if (Executor == Executor.Reference) return;

        // The output is 4 MB; what is made ahead and what is collected, 16 MB each.
        Assert.InRange(whole, 32L << 20, 1L << 30);
        Assert.InRange(cut, 4L << 20, 12L << 20);
    }

    /// <summary>By how much native memory grew at most in the steps.</summary>
    long Peak(long budget)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var counter = new Counter();
        using var net = new Tiled.Tagger(64, 16, counter, dtype: ScalarType.Float32) { Executor = Executor, BufferBudget = budget };
        var x = rand(32, 1, 64).expand(32, 2000, 64);
        net.forward(x.narrow(1, 0, 2)).Dispose();
        var (before, most) = (NativeHeap.InUse, 0L);
        counter.Called = () => most = Math.Max(most, NativeHeap.InUse);
        net.forward(x).Dispose();
        return most - before;
    }

    /// <summary>The numbers of steps that a tagger runs in one piece.</summary>
    long[] Run(long budget, int steps = Steps, bool gradients = false)
    {
        var counter = new Counter();
        using var net = new Tiled.Tagger(Width, Words, counter, dtype: ScalarType.Float64) { Executor = Executor, BufferBudget = budget };
        using var mode = set_grad_enabled(gradients);
        return Lengths(counter, () => net.forward(rand(Batch, steps, Width, ScalarType.Float64)));
    }

    static long[] Lengths(Counter counter, Action forward)
    {
        var lengths = new List<long>();
        RecurrenceCall? last = null;
        counter.Called = () =>
        {
            if (ReferenceEquals(last, RecurrenceCall.Current)) return;
            last = RecurrenceCall.Current;
            lengths.Add(last!.Steps);
        };
        forward();
        return [.. lengths];
    }

    public sealed class Reference(ITestOutputHelper output) : TileTests(output)
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated(ITestOutputHelper output) : TileTests(output)
    {
        protected override Executor Executor => Executor.Generated;
    }
}
