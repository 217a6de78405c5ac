using System.CommandLine;
using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Plotting;
using Spectre.Console;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>Teaches a neural Turing machine to copy short sequences, and asks what it and an LSTM make of longer ones.</summary>
sealed class CopyExample : IExample
{
    const int Hidden = 64, Slots = 40, Width = 10;

    readonly Option<int> steps = NumberOption.Create("--steps", "How many batches to train each network.", new CopyTraining().Steps, least: 1);
    readonly Option<int> seed = NumberOption.Create("--seed", "The seed of weights and data.", new CopyTraining().Seed, least: 0);

    public string Name => "copy";

    public string Description => "Copy sequences with a neural Turing machine: reads and writes of its memory, and sequences three times as long as trained on.";

    public IReadOnlyList<Option> Options => [steps, seed];

    public void Run(ParseResult arguments, Session session)
    {
        // A folder that cannot be written to is found now, not after the training.
        Directory.CreateDirectory(session.OutputFolder);

        // The matrices of a step are small: a second thread would cost more than it brings.
        set_num_threads(1);
        var training = new CopyTraining(arguments.GetRequiredValue(steps), arguments.GetRequiredValue(seed));
        manual_seed(training.Seed);
        using var machine = new NeuralTuringMachine(CopyBatch.Inputs, CopyBatch.Bits, Hidden, Slots, Width);
        var turing = new Copier("NTM", machine, input => machine.call(input).Logits);
        Train(turing, training, session.Console);
        using var cell = CopyLstm.OfSize(CopyBatch.Inputs, CopyBatch.Bits, turing.Weights);
        var lstm = new Copier("LSTM", cell, input => cell.call(input).Logits);
        Train(lstm, training, session.Console);
        
        foreach (var length in (int[])[5, 10, 15, 20, 25, 30, 35])
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} {turing.BitsWrong(length):0.0000} {lstm.BitsWrong(length):0.0000}"));
    }

    static void Train(Copier copier, CopyTraining training, IAnsiConsole console)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{copier.Name}, {copier.Weights:#,0} weights:"));
        TrainingProgress.Show(console, training.Steps, new CopyTrainer(copier, training).Train);
    }
}
