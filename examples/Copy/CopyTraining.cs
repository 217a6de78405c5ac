namespace FluentRnn.Examples.Copy;

/// <summary>How a network is trained on the copy task.</summary>
/// <param name="Steps">How many batches.</param>
/// <param name="Seed">The seed of weights and data.</param>
sealed record CopyTraining(int Steps = 3000, int Seed = 1)
{
    /// <summary>The greatest number of words of a sequence trained on.</summary>
    public const int Longest = 10;

    public const int BatchSize = 16;

    public const double LearningRate = 5e-3;

    public const double LargestGradient = 1;

    /// <summary>The curriculum: sequences grow by a word when, of the bits of the longest ones so far, less than this share is wrong.</summary>
    public const double Mastered = 0.02;

    /// <summary>The learning rate: constant, then falling to nothing along half a cosine in the last third.</summary>
    public double LearningRateAt(int step)
    {
        var left = Math.Min(1, 3.0 * (Steps - step) / Steps);
        return LearningRate * 0.5 * (1 - Math.Cos(Math.PI * left));
    }
}
