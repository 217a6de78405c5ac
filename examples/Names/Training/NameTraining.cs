namespace FluentRnn.Examples.Names;

/// <summary>How the writer is trained.</summary>
/// <param name="Steps">How many batches.</param>
/// <param name="Seed">Decides the first weights, the order of the names, and what is drawn.</param>
sealed record NameTraining(int Steps = 3000, int Seed = 1)
{
    /// <summary>How many names a batch has.</summary>
    public const int BatchSize = 64;

    /// <summary>The learning rate falls to zero along a half cosine.</summary>
    public double LearningRateAt(int step) => 4e-3 * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
}
