using System.Collections.Immutable;
using System.Globalization;
using FluentRnn.Examples.Plotting;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>Where the heads of a Turing machine look while it copies one sequence.</summary>
/// <param name="Writes">Where it writes while the words come in, (slots, length).</param>
/// <param name="Reads">Where it reads while it says them again, (slots, length).</param>
sealed record HeadMovements(HeatMap Writes, HeatMap Reads)
{
    /// <summary>A slot is shown when some head is at it by at least so much.</summary>
    const float Visible = 0.1f;

    public static HeadMovements Of(NeuralTuringMachine machine, int length)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var data = new Generator(0);
        var output = machine.call(CopyBatch.Random(batch: 1, length, data).Input);
        var (writes, reads) = (output.Writing[0].narrow(0, 1, length).t(), output.Reading[0].narrow(0, length + 2, length).t());

        var greatest = maximum(writes.amax(1), reads.amax(1)).data<float>().ToArray();
        ImmutableArray<int> slots = [.. Enumerable.Range(0, greatest.Length).Where(slot => greatest[slot] >= Visible)];
        return new HeadMovements(Map("Writes: word and slot", writes, slots), Map("Reads: word and slot", reads, slots));
    }

    static HeatMap Map(string title, Tensor weights, ImmutableArray<int> slots)
    {
        var words = (int)weights.shape[1];
        var values = new float[slots.Length, words];
        var all = weights.contiguous().data<float>().ToArray();
        for (var row = 0; row < slots.Length; row++)
        {
            for (var word = 0; word < words; word++)
                values[row, word] = all[(slots[row] * words) + word];
        }

        return new HeatMap(title, [.. slots.Select(Label)], [.. Enumerable.Range(1, words).Select(Label)], values);
    }

    static string Label(int number) => number.ToString(CultureInfo.InvariantCulture);
}
