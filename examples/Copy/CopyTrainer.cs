using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>Trains a network on the copy task: Adam on the cross-entropy of the bits, from short sequences to long ones.</summary>
sealed class CopyTrainer(Copier copier, CopyTraining training)
{
    readonly Parameter[] parameters = [.. copier.Network.parameters()];

    // The share of wrong bits in the longest sequences of the curriculum, averaged over the last few of them.
    double recent = 0.5;
    int longest = 1;

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
            var batch = CopyBatch.Random(CopyTraining.BatchSize, lengths.Next(longest) + 1, data);
            var logits = copier.Logits(batch.Input);
            var loss = nn.functional.binary_cross_entropy_with_logits(batch.Answer(logits), batch.Words);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, CopyTraining.LargestGradient);
            optimizer.step();

            var wrong = batch.BitsWrong(logits);
            Promote(batch.Length, wrong);
            report(step + 1, loss.ToDouble(), 1 - wrong);
        }
    }

    void Promote(long length, double wrong)
    {
        if (length < longest)
            return;

        recent += 0.2 * (wrong - recent);
        if (recent < CopyTraining.Mastered && longest < CopyTraining.Longest)
            (longest, recent) = (longest + 1, 0.5);
    }
}
