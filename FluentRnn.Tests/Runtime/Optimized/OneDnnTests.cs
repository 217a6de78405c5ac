using FluentRnn.Execution;
using FluentRnn.Tests.Containers;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>Products that oneDNN computes: they are torch's, however the tensors lie; and it is asked where it may, and pays.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed partial class OneDnnTests
{
    const double Tolerance = 1e-5;

    static readonly Question Asked = new();

    /// <summary>A step that asks the run time for its products.</summary>
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

    [Fact]
    public void Is_asked_for_large_products_of_many_steps() => Assert.True(IsAsked(64, 32, 128, 512));

    [Theory]
    // Few rows, few steps, a small weight with any rows, a small product, 64 bits.
    [InlineData(3, 32, 1024, 1024, ScalarType.Float32)]
    [InlineData(64, 4, 128, 512, ScalarType.Float32)]
    [InlineData(64, 32, 64, 64, ScalarType.Float32)]
    [InlineData(512, 32, 128, 256, ScalarType.Float32)]
    [InlineData(16, 32, 128, 512, ScalarType.Float32)]
    [InlineData(64, 32, 128, 512, ScalarType.Float64)]
    public void Is_not_asked_for_others(long batch, long steps, long inputs, long outputs, ScalarType type) => Assert.False(IsAsked(batch, steps, inputs, outputs, type));

    [Fact]
    public void Is_not_asked_where_gradients_are_recorded() => Assert.False(IsAsked(64, 32, 128, 512, gradients: true));

    [Theory]
    [InlineData("as it is")]
    [InlineData("transposed")]
    [InlineData("columns")]
    [InlineData("rows")]
    public void A_product_of_the_steps(string lies)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (x, matrix) = (randn(48, 96), Lying(lies, 96, 80));
        foreach (var rows in new[] { x, randn(96, 48).t(), randn(48, 200).narrow(1, 50, 96), x.narrow(0, 0, 5) })
        {
            var (sum, wide, bias) = (randn(rows.shape[0], 80), randn(rows.shape[0], 100).narrow(1, 3, 80), randn(80));
            var packed = OneDnn.Reorder(matrix, 48);
            Same.Values(rows.mm(matrix), OneDnn.Add(rows, packed, null), Tolerance, lies);
            foreach (var added in new[] { sum, wide, bias, randn(1, 80) })
            {
                Same.Values(added + rows.mm(matrix), OneDnn.Add(rows, packed, added), Tolerance, lies);
                Same.Values(added + rows.mm(matrix), OneDnn.AtOnce(rows, matrix, added), Tolerance, lies);
            }

            Same.Values(rows.mm(matrix), OneDnn.AtOnce(rows, matrix, null), Tolerance, lies);
        }
    }

    [Fact]
    public void What_is_added_stays()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (sum, wide, x, matrix) = (randn(8, 16), randn(8, 20).narrow(1, 2, 16), randn(8, 16), randn(16, 16));
        var before = (sum.clone(), wide.clone());

        OneDnn.AtOnce(x, matrix, sum);
        OneDnn.AtOnce(x, matrix, wide);

        Same.Values([before.Item1, before.Item2], [sum, wide], 0);
    }

    [Fact]
    public void A_container_with_large_products()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        random.manual_seed(5);
        var (batch, steps, features, hidden) = (64, 12, 32, 128);
        using var net = new PeepholeLstm(features, hidden);
        var input = new PeepholeLstm.Input(randn(batch, steps, features), Lengths: randint(0, steps + 1, batch));

        var actual = net.forward(input);
        net.Executor = Executor.Reference;
        var expected = net.forward(input);

        Same.Values([expected.Y, expected.State.H!, expected.State.C!], [actual.Y, actual.State.H!, actual.State.C!], Tolerance);
    }

    static Tensor Lying(string lies, long rows, long columns) => lies switch
    {
        "transposed" => randn(columns, rows).t(),
        "columns" => randn(rows, columns + 7).narrow(1, 4, columns),
        "rows" => randn(columns, rows + 7).narrow(1, 4, rows).t(),
        _ => randn(rows, columns),
    };

    static bool IsAsked(long batch, long steps, long inputs, long outputs, ScalarType type = ScalarType.Float32, bool gradients = false)
    {
        using var scope = NewDisposeScope();
        using var none = set_grad_enabled(gradients);
        (Asked.Weight, Asked.Answer) = (zeros(inputs, outputs, type), null);
        using var net = new Asking();
        net.call(zeros(batch, steps, 1));
        return Asked.Answer!.Value;
    }

    /// <summary>Whether the run time leaves the products of the steps with a weight to oneDNN.</summary>
    sealed class Question
    {
        public Tensor? Weight { get; set; }

        public bool? Answer { get; set; }

        public Tensor By(Tensor x)
        {
            if (Weight is { } weight) Answer = new StepOperations(RecurrenceCall.Current!).Weight(weight).Reordered is not null;
            return x;
        }
    }
}
