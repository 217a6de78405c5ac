using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>
/// Random words of bits to be copied. A flag says that a sequence begins, another that it has ended; then, with no further input, the network has to say
/// the words again in their order.
/// </summary>
/// <param name="Input">(B, 2 * length + 2, <see cref="Inputs"/>): begin, the words, end, nothing.</param>
/// <param name="Words">(B, length, <see cref="Bits"/>), zeros and ones: what is wanted from the last <c>length</c> steps.</param>
sealed record CopyBatch(Tensor Input, Tensor Words)
{
    /// <summary>The bits of a word.</summary>
    public const int Bits = 6;

    /// <summary>The bits of a word and the two flags.</summary>
    public const int Inputs = Bits + 2;

    /// <summary>The number of words of each sequence.</summary>
    public long Length => Words.shape[1];

    public static CopyBatch Random(long batch, long length, Generator generator)
    {
        var words = randint(2, [batch, length, Bits], float32, generator: generator);
        var input = zeros(batch, (2 * length) + 2, Inputs);
        input.select(1, 0).select(1, Bits).fill_(1);
        input.narrow(1, 1, length).narrow(2, 0, Bits).copy_(words);
        input.select(1, length + 1).select(1, Bits + 1).fill_(1);
        return new CopyBatch(input, words);
    }

    /// <summary>The part of the logits, (B, 2 * length + 2, <see cref="Bits"/>), that is the answer: (B, length, <see cref="Bits"/>).</summary>
    public Tensor Answer(Tensor logits) => logits.narrow(1, Length + 2, Length);

    /// <summary>The share of the bits of an answer that are wrong.</summary>
    public double BitsWrong(Tensor answer)
    {
        using var wrong = (answer > 0).ne(Words > 0.5).to(float64).mean();
        return wrong.ToDouble();
    }
}
