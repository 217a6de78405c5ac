using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Draws a token with its probability, at a temperature, among the <c>topK</c> most probable ones, and among these among the fewest that have at least the probability
/// <c>topP</c> together (the nucleus of Holtzman et al. 2020, arXiv:1904.09751).
/// </summary>
sealed class SamplingRule : RowRule
{
    readonly double temperature;
    readonly int? topK;
    readonly double? topP;
    readonly Generator? generator;

    public SamplingRule(double temperature, int? topK, double? topP, long? seed, Device device)
    {
        (this.temperature, this.topK, this.topP) = (temperature, topK, topP);
        if (seed is { } value) generator = new Generator(unchecked((ulong)value), device);
    }

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static void Check(double temperature, int? topK, double? topP)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be greater than 0; for the most probable token at every step use Greedy.");
        if (topK < 1) throw new ArgumentOutOfRangeException(nameof(topK), topK, "topK must be at least 1; null takes all tokens.");
        if (topP is not null and not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(topP), topP, "topP is a probability, greater than 0 and at most 1; null takes all tokens.");
    }

    public override void Dispose()
    {
        generator?.Dispose();
        base.Dispose();
    }

    protected override Tensor Pick(Tensor scores)
    {
        var kept = scores / temperature;
        if (topK is { } k && k < kept.shape[1]) kept = Only(kept, zeros_like(kept, ScalarType.Bool).scatter(1, Ranking.Largest(kept, k), ones_like(kept, ScalarType.Bool)));
        if (topP is { } p)
        {
            var order = kept.sort(1, descending: true, stable: true).Indices;
            var probabilities = kept.gather(1, order).softmax(1);
            var before = probabilities.cumsum(1) - probabilities;
            kept = Only(kept, zeros_like(kept, ScalarType.Bool).scatter(1, order, before.lt(p)));
        }

        return multinomial(kept.softmax(1), 1, generator: generator).squeeze(1);
    }

    static Tensor Only(Tensor scores, Tensor tokens) => scores.masked_fill(tokens.logical_not(), double.NegativeInfinity);
}
