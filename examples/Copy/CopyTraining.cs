namespace FluentRnn.Examples.Copy;

/// <summary>How a network is trained on the copy task.</summary>
/// <param name="Steps">How many batches.</param>
/// <param name="Seed">The seed of weights and data.</param>
sealed record CopyTraining(int Steps = 3000, int Seed = 1)
{
    /// <summary>Sequences of one word up to so many are trained on, each length as often as the others.</summary>
    public const int Longest = 10;

    public const int BatchSize = 16;

    public const double LargestGradient = 1;

    const double LearningRate = 3e-3;

    /// <summary>The learning rate: constant, then falling to nothing along half a cosine in the last third.</summary>
    public double LearningRateAt(int step)
    {
        var left = Math.Min(1, 3.0 * (Steps - step) / Steps);
        return LearningRate * 0.5 * (1 - Math.Cos(Math.PI * left));
    }
}
