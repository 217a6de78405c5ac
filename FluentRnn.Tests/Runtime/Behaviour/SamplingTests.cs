using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Tokens that are drawn: with which probability, from which tokens, and again from the same seed.</summary>
[Trait("Row", "G1")]
public abstract class SamplingTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    // Log-probabilities of 1/2, 1/4, 1/8, 1/16, 1/16 in an order of their own.
    static readonly double[] Probabilities = [0.125, 0.5, 0.0625, 0.25, 0.0625];

    const int Rows = 20_000;

    /// <summary>How often each token is drawn.</summary>
    double[] Frequencies(double temperature = 1, int? topK = null, double? topP = null)
    {
        using var net = new Writers.Fixed(dtype: ScalarType.Float64) { Executor = Executor };
        Fuse.Arm(0);
        var scores = tensor(Probabilities).log().expand(Rows, -1);
        var tokens = net.Decode(new(scores), steps: 1).Sample(temperature, topK, topP, seed: 5).Tokens;
        return [.. tokens.view(-1).bincount(null, 5).data<long>().ToArray().Select(count => (double)count / Rows)];
    }

    static void AssertNear(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            // Five standard deviations of a frequency; what cannot be drawn is not.
            var deviation = Math.Sqrt(expected[i] * (1 - expected[i]) / Rows);
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 5 * deviation, $"token {i}: {expected[i]}, but {actual[i]}");
        }
    }

    static double[] Normalized(IEnumerable<double> weights) => [.. weights.Select(weight => weight / weights.Sum())];

    [Fact]
    public void Each_with_its_probability() => AssertNear(Probabilities, Frequencies());

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void At_a_temperature(double temperature) =>
        AssertNear(Normalized(Probabilities.Select(probability => Math.Pow(probability, 1 / temperature))), Frequencies(temperature));

    [Theory]
    [InlineData(1, new[] { 0.0, 1, 0, 0, 0 })]
    [InlineData(2, new[] { 0.0, 0.5, 0, 0.25, 0 })]
    [InlineData(4, new[] { 0.125, 0.5, 0.0625, 0.25, 0 })]
    [InlineData(9, new[] { 0.125, 0.5, 0.0625, 0.25, 0.0625 })]
    public void Among_the_most_probable(int topK, double[] weights) => AssertNear(Normalized(weights), Frequencies(topK: topK));

    [Theory]
    [InlineData(0.01, new[] { 0.0, 1, 0, 0, 0 })]
    [InlineData(0.5, new[] { 0.0, 1, 0, 0, 0 })]
    [InlineData(0.6, new[] { 0.0, 0.5, 0, 0.25, 0 })]
    [InlineData(0.8, new[] { 0.125, 0.5, 0, 0.25, 0 })]
    [InlineData(1.0, new[] { 0.125, 0.5, 0.0625, 0.25, 0.0625 })]
    public void Among_the_nucleus(double topP, double[] weights) => AssertNear(Normalized(weights), Frequencies(topP: topP));

    [Fact]
    public void Top_k_comes_before_top_p() => AssertNear(Normalized([0, 0.5, 0, 0, 0]), Frequencies(topK: 2, topP: 0.66));

    [Fact]
    public void The_score_is_that_of_the_container()
    {
        using var net = new Writers.Fixed(dtype: ScalarType.Float64) { Executor = Executor };
        Fuse.Arm(0);

        var decoded = net.Decode(new(tensor(Probabilities).log().unsqueeze(0)), steps: 3).Sample(temperature: 0.3, topK: 1);

        Assert.Equal(3 * Math.Log(0.5), decoded.Scores.ToDouble(), 1e-12);
    }

    [Fact]
    public void The_same_seed_draws_the_same_whatever_else_draws()
    {
        using var net = new Writers.Chain(6) { Executor = Executor };
        var decoding = net.Decode(new(rand(4, 6, 6)), steps: 12);

        var one = decoding.Sample(seed: 3).Tokens;
        rand(17);
        var same = decoding.Sample(seed: 3).Tokens;
        var enumerated = stack([.. decoding.EnumerateSample(seed: 3).Select(step => tensor(step.Tokens.ToArray()))], 1);
        var other = decoding.Sample(seed: 4).Tokens;

        Same.Values(one, same, 0);
        Same.Values(one, enumerated, 0);
        Assert.NotEqual(0, (one - other).abs().sum().ToInt64());
    }

    [Fact]
    public void Without_a_seed_torch_draws()
    {
        using var net = new Writers.Chain(6) { Executor = Executor };
        var decoding = net.Decode(new(rand(4, 6, 6)), steps: 12);

        manual_seed(9);
        var one = decoding.Sample().Tokens;
        manual_seed(9);
        Same.Values(one, decoding.Sample().Tokens, 0);
    }

    public sealed class Reference : SamplingTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : SamplingTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
