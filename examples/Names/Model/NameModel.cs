using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Names;

/// <summary>What is done with a writer: names are read into it, scored, and written on.</summary>
static class NameModel
{
    /// <summary>The mean of the negative logarithms of the probabilities of all characters and ends, with the names fed back in place of what the writer would write.</summary>
    public static Tensor Loss(NameWriter writer, IReadOnlyList<string> names)
    {
        var (fed, learnt) = NameTokens.Batch(names);
        var output = writer.call(lastTarget: fed);
        return nn.functional.cross_entropy(output.Scores.flatten(0, 1), learnt.flatten());
    }

    /// <summary>Bits a character, ends counted as characters.</summary>
    public static double BitsPerCharacter(NameWriter writer, IReadOnlyList<string> names)
    {
        const int BatchSize = 256;
        using var withoutGradients = no_grad();
        var training = writer.training;
        writer.eval();
        var bits = 0.0;
        foreach (var batch in names.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            bits += Loss(writer, batch).ToDouble() / Math.Log(2) * Characters(batch);
        }

        writer.train(training);
        return bits / Characters(names);
    }

    /// <summary>The state of a writer that has written a beginning.</summary>
    public static NameWriter.State After(NameWriter writer, string beginning)
    {
        using var withoutGradients = no_grad();
        var tokens = tensor(beginning.Select(NameTokens.Of).ToArray()).unsqueeze(0);
        return writer.call(lastTarget: tokens).State with { Last = tokens.select(1, beginning.Length - 1) };
    }

    static int Characters(IReadOnlyList<string> names) => names.Sum(name => name.Length + 1);
}
