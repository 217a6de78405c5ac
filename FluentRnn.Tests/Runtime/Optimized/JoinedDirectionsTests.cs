using FluentRnn.Execution;
using FluentRnn.Tests.Containers;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>Both directions in one loop: when that happens, and that results, gradients and what stays alive are those of two loops. More containers are in <see cref="OptimizedContainerTests"/>.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public class JoinedDirectionsTests
{
    const double Tolerance = 1e-12;

    [Theory]
    // States of 4 numbers: with gradients for eight times as many rows.
    [InlineData(1, 5, false, true)]
    [InlineData(512, 1, false, true)]
    [InlineData(513, 1, false, false)]
    [InlineData(4096, 1, true, true)]
    [InlineData(4097, 1, true, false)]
    [InlineData(2, 0, false, false)]
    [InlineData(0, 3, false, false)]
    public void Run_together_for_small_batches(long batch, long steps, bool gradients, bool expected)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(gradients);
        Assert.Equal(expected, RunTogether(rand(batch, steps, 4)));
    }

    [Fact]
    public void Run_one_after_the_other_where_rows_are_masked()
    {
        using var scope = NewDisposeScope();
        Assert.False(RunTogether(rand(2, 3, 4), new() { Mask = tensor(new[] { true, true, false, true, true, true }).view(2, 3) }));
        Assert.False(RunTogether(rand(2, 3, 4), new() { Lengths = tensor(new[] { 1L, 3 }) }));
        Assert.False(RunTogether(rand(2, 3, 4), new() { Resets = tensor(new[] { false, true, false, false, false, false }).view(2, 3) }));
    }

    [Fact]
    public void Run_one_after_the_other_by_the_reference_executor()
    {
        using var scope = NewDisposeScope();
        Assert.False(RunTogether(rand(2, 3, 4), executor: Executor.Reference));
    }

    [Fact]
    public void Run_one_after_the_other_where_they_would_take_more_than_the_budget()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var x = rand(2, 100, 4);

        // 2 rows, 100 steps, 4 numbers of 4 bytes; for each direction, and for both.
        Assert.True(RunTogether(x, numbersOfStep: 4, budget: 4 * 3200));
        Assert.False(RunTogether(x, numbersOfStep: 4, budget: (4 * 3200) - 4));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(5, true)]
    public void Give_what_two_loops_give(long batch, bool gradients)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(gradients);
        random.manual_seed(11);
        using var net = new Together.Peephole(3, 7, dtype: ScalarType.Float64);
        Tensor[] inputs = [.. new long[][] { [batch, 40, 3], [batch, 7], [batch, 7] }.Select(shape => randn(shape, ScalarType.Float64).requires_grad_(gradients))];
        var state = new Together.Peephole.State(H: inputs[1], CBackward: inputs[2]);

        Tensor[] Of(Executor executor)
        {
            net.Executor = executor;
            var (y, next) = net.call(inputs[0], state);
            return [y, next.H!, next.C!, next.HBackward!, next.CBackward!];
        }

        var (expected, actual) = (Of(Executor.Reference), Of(Executor.Generated));
        Same.Values(expected, actual, Tolerance);
        if (gradients) Same.Gradients(expected, actual, [.. inputs, .. net.parameters()]);
    }

    [Fact]
    public void Large_weights_of_a_few_rows_are_multiplied_by_oneDNN()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        random.manual_seed(12);
        using var net = new Together.Peephole(3, 256);
        var x = randn(4, 64, 3);

        var actual = net.call(x).Y;
        net.Executor = Executor.Reference;

        Same.Values([net.call(x).Y], [actual], 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leave_the_results_and_nothing_else(bool gradients)
    {
        using var net = new Together.Read(3, 4, 5);
        using var x = rand(2, 6, 3);
        using var mode = set_grad_enabled(gradients);
        var before = LivingTensors.Count();

        // Two outputs and a state of each direction.
        var output = net.call(x);
        Assert.Equal(before + 6, LivingTensors.Count());
        output.Dispose();

        Assert.Equal(before, LivingTensors.Count());
    }

    [Fact]
    public void A_failing_step_names_the_container()
    {
        using var scope = NewDisposeScope();
        using var net = new Directions(numbersOfStep: null) { Failure = () => ones(2).mm(ones(2)) };
        var exception = Assert.Throws<InvalidOperationException>(() => net.forward(new() { Sequences = [rand(2, 3, 4)] }));
        Assert.StartsWith("Directions: before the first step, an operation failed: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    static bool RunTogether(Tensor x, DeclaredContainer.Input? input = null, Executor executor = Executor.Generated, long? numbersOfStep = null, long? budget = null)
    {
        using var net = new Directions(numbersOfStep) { Executor = executor };
        if (budget is { } bytes) net.BufferBudget = bytes;
        net.forward(new() { Sequences = [x], Mask = input?.Mask, Lengths = input?.Lengths, Resets = input?.Resets });
        return net.HasRunTogether;
    }

    /// <summary>A container in both directions that notes whether they were to run together; they do not.</summary>
    sealed class Directions(long? numbersOfStep) : RecurrentContainer<DeclaredContainer.Input, RecurrenceResult>("Directions", Declare(new RecurrenceBuilder()))
    {
        public bool HasRunTogether { get; private set; }

        public Action? Failure { get; init; }

        public override RecurrenceResult forward(DeclaredContainer.Input input)
        {
            using var call = Open(input.Sequences, [], [], [], lengths: input.Lengths, mask: input.Mask, resets: input.Resets);
            return RunBoth(call, null, result => result, numbersOfStep is { } numbers ? () => numbers : null, together =>
            {
                HasRunTogether = true;
                Failure?.Invoke();
            });
        }

        static Recurrence Declare(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Vector(4) })
            .States(new { h = Vector(4) })
            .Bidirectional()
            .Step((seq, state) =>
            {
                var h = seq.x + state.h;
                return Yield(sequence: new { y = h }, next: new { h });
            });
    }
}
