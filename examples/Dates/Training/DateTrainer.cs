using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Dates;

/// <summary>Trains a reader: Adam on the cross-entropy of the digits, with teacher forcing.</summary>
sealed class DateTrainer(DateReader reader, DateSampler sampler, DateTraining training)
{
    const int StepsBetweenReports = 10;
    const double LargestGradient = 1;

    readonly Parameter[] parameters = [.. reader.parameters()];

    /// <summary>Trains until all steps are done or the token is cancelled, and returns the number of steps done.</summary>
    public int Train(TrainingProgress.Report report, CancellationToken cancellation)
    {
        using var optimizer = optim.Adam(parameters, beta2: 0.99);
        var batches = DateBatches.Stream(sampler.Train, new Random(training.Seed), DateTraining.BatchSize);
        reader.train();

        var step = 0;
        foreach (var examples in batches.Take(training.Steps))
        {
            if (cancellation.IsCancellationRequested)
                break;

            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = training.LearningRateAt(step);

            // Every tensor of the step goes when the scope ends; the weights are older and stay.
            using var scope = NewDisposeScope();
            var batch = DateBatch.Of(examples, reader.Alphabet);
            var (logits, loss) = Step(optimizer, batch);
            step++;
            if (step % StepsBetweenReports == 0)
                report(step, loss.ToDouble(), ExactMatch.Share(logits.argmax(2), batch.Digits));
            else
                report(step, null, null);
        }

        return step;
    }

    (Tensor Logits, Tensor Loss) Step(optim.Optimizer optimizer, DateBatch batch)
    {
        var logits = reader.Teach(batch.Characters, batch.Digits);
        var loss = nn.functional.cross_entropy(logits.flatten(0, 1), batch.Digits.flatten());
        optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(parameters, LargestGradient);
        optimizer.step();
        return (logits, loss);
    }
}
