using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Quickstart;

/// <summary>One sequence in, an LSTM, one sequence out.</summary>
[RecurrentContainer]
sealed partial class RunningMean
{
    static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
        .Sequences(new { x = Vector(1) })                         // one value a step: (B, T, 1)
        .States(new { h = Vector(hidden), c = Vector(hidden) })   // carried from step to step: (B, hidden)
        .Modules(() => new { cell = LSTMCell(1, hidden), readout = Linear(hidden, 1) })
        .Step((seq, state, net) =>
        {
            // One step, in ordinary TorchSharp: every tensor is of this step alone.
            var (h, c) = net.cell.call(seq.x, (state.h, state.c));
            return Yield(
                sequence: new { y = net.readout.call(h) },        // one value a step: (B, T, 1)
                next: new { h, c });                              // what the next step finds in its state
        });
}

static class Quickstart
{
    public static void Run()
    {
        // The constructor is generated; it takes what Define takes. Plan tells what was compiled.
        using var rnn = new RunningMean(hidden: 32);
        Console.WriteLine(RunningMean.Plan.Text);

        // 64 sequences of 20 random numbers, and to be learnt: the mean of the numbers so far.
        using var x = rand(64, 20, 1);
        using var mean = x.cumsum(1) / arange(1, 21).unsqueeze(1);

        using var optimizer = optim.Adam(rnn.parameters(), 1e-2);
        for (var i = 0; i <= 200; i++)
        {
            using var scope = NewDisposeScope();
            var output = rnn.call(x);                             // all steps; output.Y is (64, 20, 1)
            var loss = functional.mse_loss(output.Y, mean);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            if (i % 50 == 0)
                Console.WriteLine($"step {i,3}: loss {loss.ToDouble():0.00000}");
        }
    }
}
