using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Dates;

/// <summary>How many dates are read without any wrong digit.</summary>
static class ExactMatch
{
    const int BatchSize = 512;

    /// <summary>The share of rows of two (B, 8) tensors that are equal.</summary>
    public static double Share(Tensor tokens, Tensor digits)
    {
        using var scope = NewDisposeScope();
        return tokens.eq(digits).all(1).to(ScalarType.Float64).mean().ToDouble();
    }

    /// <summary>The share of the examples that the reader reads right, running freely.</summary>
    public static double Share(DateReader reader, IReadOnlyCollection<DateExample> examples)
    {
        using var withoutGradients = no_grad();
        reader.eval();
        var right = 0.0;
        foreach (var group in DateBatches.Sorted(examples, BatchSize))
        {
            using var scope = NewDisposeScope();
            var batch = DateBatch.Of(group, reader.Alphabet);
            right += group.Count * Share(reader.Read(batch.Characters).Tokens, batch.Digits);
        }

        return right / examples.Count;
    }
}
