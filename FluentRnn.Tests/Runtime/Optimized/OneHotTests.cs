using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>Products with one-hot vectors that are look-ups: what they are given that is no class is an error still.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class OneHotTests(CompiledContainers compiled) : IClassFixture<CompiledContainers>, IDisposable
{
    const int Words = 5, Hidden = 4;

    const string LookedUp = "Rows looked up in place of products with one-hot vectors";

    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void They_are_computed_for_all_steps_at_once()
    {
        Assert.Contains(LookedUp, Plan<OneHot.Given>().Text, StringComparison.Ordinal);
        Assert.Contains(LookedUp, Plan<OneHot.FedBack>().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("words", Plan<OneHot.Given>().StepFlops, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_multiplies_for_itself()
    {
        Assert.Contains("The step is that of torch's LSTM", Plan<OneHot.Layered>().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(LookedUp, Plan<OneHot.Layered>().Text, StringComparison.Ordinal);
        Assert.Contains(LookedUp, Plan<OneHot.InLoop>().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Executor.Generated, -1)]
    [InlineData(Executor.Generated, Words)]
    [InlineData(Executor.Reference, -1)]
    [InlineData(Executor.Reference, Words)]
    public void A_token_that_does_not_exist_is_an_error(Executor executor, long token)
    {
        using var net = new OneHot.Given(Words, Hidden) { Executor = executor };
        var tokens = zeros(2, 3, ScalarType.Int64);
        tokens[1, 2] = token;

        var failed = Assert.Throws<InvalidOperationException>(() => net.forward(tokens));

        Assert.StartsWith("Given: ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("an operation failed", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Executor.Generated, -1)]
    [InlineData(Executor.Generated, Words)]
    [InlineData(Executor.Reference, -1)]
    [InlineData(Executor.Reference, Words)]
    public void Nor_has_an_embedding_a_row_for_it(Executor executor, long token)
    {
        using var net = new OneHot.Embedded(Words, Hidden) { Executor = executor };
        var tokens = zeros(2, 3, ScalarType.Int64);
        tokens[1, 2] = token;

        Assert.Contains("index out of range", Assert.Throws<InvalidOperationException>(() => net.forward(tokens)).Message, StringComparison.Ordinal);
    }

    /// <summary>The plan with all optimisations, whatever this project is compiled with.</summary>
    RecurrencePlan Plan<T>() => (RecurrencePlan)compiled.With("All").GetType(typeof(T).FullName!)!.GetProperty("Plan")!.GetValue(null)!;
}
