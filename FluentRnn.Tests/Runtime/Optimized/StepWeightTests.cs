using FluentRnn.Execution;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>How the weights lie that every step multiplies with: as oneDNN wants them, in order or transposed, where it may be and pays; the numbers are always the same.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed partial class StepWeightTests
{
    static readonly Question Asked = new();

    /// <summary>A step that asks the run time for a weight.</summary>
    [RecurrentContainer]
    public sealed partial class Asking
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Vector(1) })
            .States(new { h = Vector(1) })
            .Step(static (seq, state) =>
            {
                var h = Asked.By(seq.x + state.h);
                return Yield(next: new { h });
            });
    }

    [Theory]
    // Many rows with some weight; some rows with a large one.
    [InlineData(64, 32, 128, 512)]
    [InlineData(4, 64, 256, 768)]
    public void Is_of_oneDNN(long batch, long steps, long inputs, long outputs) => Assert.True(IsOfOneDnn(batch, steps, inputs, outputs));

    [Theory]
    // Few rows, few rows of all steps, a small weight with any rows, a small product, 64 bits.
    [InlineData(3, 128, 1024, 1024, ScalarType.Float32)]
    [InlineData(64, 3, 128, 512, ScalarType.Float32)]
    [InlineData(1024, 32, 128, 128, ScalarType.Float32)]
    [InlineData(32, 32, 128, 512, ScalarType.Float32)]
    [InlineData(64, 32, 128, 512, ScalarType.Float64)]
    public void Is_not_of_oneDNN(long batch, long steps, long inputs, long outputs, ScalarType type) => Assert.False(IsOfOneDnn(batch, steps, inputs, outputs, type));

    [Fact]
    public void Is_not_of_oneDNN_where_gradients_are_recorded() => Assert.False(IsOfOneDnn(64, 32, 128, 512, gradients: true));

    [Theory]
    [InlineData(1, 16, 16)]
    [InlineData(2, 256, 256)]
    public void Lies_in_order_for_one_or_two_rows(long batch, long inputs, long outputs) => Assert.True(LiesInOrder(randn(outputs, inputs).t(), batch, steps: 32));

    [Theory]
    [InlineData(4, 128, 384)]
    [InlineData(32, 128, 512)]
    public void Lies_transposed_for_more_rows(long batch, long inputs, long outputs) => Assert.True(LiesTransposed(randn(inputs, outputs), batch, steps: 32));

    [Theory]
    // Three rows, for which neither is better; a small weight; few steps.
    [InlineData(3, 32, 128, 512)]
    [InlineData(8, 32, 128, 128)]
    [InlineData(8, 31, 128, 512)]
    [InlineData(1, 31, 128, 512)]
    public void Lies_as_it_is_where_a_copy_does_not_pay(long batch, long steps, long inputs, long outputs)
    {
        Assert.True(LiesInOrder(randn(inputs, outputs), batch, steps));
        Assert.True(LiesTransposed(randn(outputs, inputs).t(), batch, steps));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Lies_as_it_is_where_gradients_are_recorded(long batch)
    {
        Assert.True(LiesInOrder(randn(128, 512), batch, steps: 32, gradients: true));
        Assert.True(LiesTransposed(randn(512, 128).t(), batch, steps: 32, gradients: true));
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(4, 32)]
    [InlineData(4, 64)]
    [InlineData(64, 32)]
    public void Multiplies_as_the_weight_does(long batch, long steps)
    {
        using var scope = NewDisposeScope();
        var (x, sum) = (randn(batch, 256), randn(batch, 768));
        foreach (var weight in new[] { randn(256, 768), randn(768, 256).t() })
        {
            var error = Ask(
                weight, batch, steps, gradients: false, (ops, answer) =>
                    (x.mm(weight) - ops.mm(x, answer)).abs().max().ToSingle() + (sum + x.mm(weight) - ops.addmm(sum, x, answer)).abs().max().ToSingle());
            Assert.InRange(error, 0, 1e-3);
        }
    }

    [Theory]
    // The rows of both directions.
    [InlineData(2, 32, typeof(StackedWeights))]
    [InlineData(8, 63, typeof(StackedWeights))]
    [InlineData(8, 64, typeof(TwoWeights))]
    public void Those_of_both_directions_are_one_product_or_two_of_oneDNN(long batch, long steps, Type expected)
    {
        using var scope = NewDisposeScope();
        var (x, sum, backward) = (randn(batch, 256), randn(batch, 768), randn(256, 768));
        foreach (var forward in new[] { randn(256, 768), randn(768, 256).t() })
        {
            var error = Ask(forward, batch, steps, gradients: false, (ops, _) =>
            {
                var weight = StepWeight.Of(RecurrenceCall.Current!, forward, backward);
                Assert.IsType(expected, weight);
                var halves = x.chunk(2, 0);
                var product = cat([halves[0].mm(forward), halves[1].mm(backward)]);
                return (product - ops.mm(x, weight)).abs().max().ToSingle() + (sum + product - ops.addmm(sum, x, weight)).abs().max().ToSingle();
            });
            Assert.InRange(error, 0, 1e-3);
        }
    }

    static bool IsOfOneDnn(long batch, long steps, long inputs, long outputs, ScalarType type = ScalarType.Float32, bool gradients = false) =>
        Ask(zeros(inputs, outputs, type), batch, steps, gradients, (_, answer) => answer is OneDnnWeight);

    static bool LiesInOrder(Tensor weight, long batch, long steps, bool gradients = false) => Ask(weight, batch, steps, gradients, (_, answer) => ((TorchWeight)answer).Matrix.is_contiguous());

    static bool LiesTransposed(Tensor weight, long batch, long steps, bool gradients = false) => Ask(weight, batch, steps, gradients, (_, answer) => ((TorchWeight)answer).Matrix.t().is_contiguous());

    /// <summary>Asks in a call for a weight, and looks at the answer there: it dies with the call.</summary>
    static T Ask<T>(Tensor weight, long batch, long steps, bool gradients, Func<StepOperations, StepWeight, T> look)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(gradients);
        var seen = default(T)!;
        Asked.OfStep = () =>
        {
            var ops = new StepOperations(RecurrenceCall.Current!);
            seen = look(ops, ops.Weight(weight));
        };
        using var net = new Asking();
        net.call(zeros(batch, steps, 1));
        Asked.OfStep = null;
        return seen;
    }

    /// <summary>What a step asks.</summary>
    sealed class Question
    {
        public Action? OfStep { get; set; }

        public Tensor By(Tensor x)
        {
            // Other tests run every container there is.
            OfStep?.Invoke();
            return x;
        }
    }
}
