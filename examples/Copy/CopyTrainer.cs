using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>Trains a network on the copy task: Adam on the cross-entropy of the bits.</summary>
sealed class CopyTrainer(Copier copier, CopyTraining training)
{
    const int StepsBetweenReports = 10;

    readonly Parameter[] parameters = [.. copier.Network.parameters()];

    /// <summary>Trains until all steps are done or the token is cancelled.</summary>
    public void Train(TrainingProgress.Report report, CancellationToken cancellation)
    {
        using var optimizer = optim.Adam(parameters);
        using var data = new Generator((ulong)training.Seed);
        var lengths = new Random(training.Seed);
        for (var step = 0; step < training.Steps && !cancellation.IsCancellationRequested; step++)
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = training.LearningRateAt(step);

            using var scope = NewDisposeScope();
            var batch = CopyBatch.Random(CopyTraining.BatchSize, lengths.Next(CopyTraining.Longest) + 1, data);
            var answer = batch.Answer(copier.Logits(batch.Input));
            var loss = nn.functional.binary_cross_entropy_with_logits(answer, batch.Words);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, CopyTraining.LargestGradient);
            optimizer.step();

            if ((step + 1) % StepsBetweenReports == 0)
                report(step + 1, loss.ToDouble(), 1 - batch.BitsWrong(answer));
            else
                report(step + 1, null, null);
        }
    }
}
