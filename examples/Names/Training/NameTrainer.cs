using System.Collections.Immutable;
using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Names;

/// <summary>Trains a writer to write the training names, and asks now and then how well it knows the others.</summary>
sealed class NameTrainer(NameWriter writer, TypeNames names, NameTraining training)
{
    const int StepsBetweenReports = 10, Points = 15;
    const double LargestGradient = 1;

    readonly Parameter[] parameters = [.. writer.parameters()];

    /// <summary>Trains until all steps are done or the token is cancelled.</summary>
    /// <returns>The bits a character of the held-out names, by the number of steps.</returns>
    public ImmutableArray<(int Step, double Bits)> Train(TrainingProgress.Report report, CancellationToken cancellation)
    {
        using var optimizer = optim.AdamW(parameters, weight_decay: 1e-2);
        var curve = ImmutableArray.CreateBuilder<(int, double)>();
        var step = 0;
        writer.train();
        foreach (var batch in Batches(new Random(training.Seed)).Take(training.Steps))
        {
            if (cancellation.IsCancellationRequested)
                break;

            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = training.LearningRateAt(step);

            using var scope = NewDisposeScope();
            var loss = NameModel.Loss(writer, batch);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, LargestGradient);
            optimizer.step();
            step++;
            report(step, step % StepsBetweenReports == 0 ? loss.ToDouble() : null, null);
            if (step % Math.Max(1, training.Steps / Points) == 0 || step == training.Steps)
                curve.Add((step, NameModel.BitsPerCharacter(writer, names.HeldOut)));
        }

        return curve.ToImmutable();
    }

    /// <summary>Batches without end; all names once, in a new order, before any comes again.</summary>
    IEnumerable<string[]> Batches(Random random)
    {
        string[] order = [.. names.Training];
        while (true)
        {
            random.Shuffle(order);
            foreach (var batch in order.Chunk(NameTraining.BatchSize))
                yield return batch;
        }
    }
}
