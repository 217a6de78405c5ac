namespace FluentRnn.Examples.Dates;

/// <summary>How the reader is trained.</summary>
/// <param name="Steps">How many batches.</param>
/// <param name="Seed">Decides the first weights and the order of the dates.</param>
sealed record DateTraining(int Steps = 1200, int Seed = 1)
{
    /// <summary>How many dates a batch has.</summary>
    public const int BatchSize = 128;

    /// <summary>The learning rate rises over the first tenth of the steps, then falls to zero along a half cosine.</summary>
    public double LearningRateAt(int step)
    {
        const double Highest = 1e-2, Warm = 0.1;
        var done = (step + 0.5) / Steps;
        return Highest * (done < Warm ? done / Warm : 0.5 * (1 + Math.Cos(Math.PI * (done - Warm) / (1 - Warm))));
    }
}
