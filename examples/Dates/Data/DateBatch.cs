using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Dates;

/// <summary>Examples of one length, as tensors.</summary>
/// <param name="Examples">The examples.</param>
/// <param name="Characters">(B, S) int64: the index of each character.</param>
/// <param name="Digits">(B, 8) int64: the tokens of the date, year first.</param>
sealed record DateBatch(IReadOnlyList<DateExample> Examples, Tensor Characters, Tensor Digits) : IDisposable
{
    /// <summary>Makes the tensors. All texts must have the same length: then no padding is needed, and none can do harm.</summary>
    public static DateBatch Of(IReadOnlyList<DateExample> examples, Alphabet alphabet)
    {
        var length = examples[0].Text.Length;
        var characters = new long[examples.Count * length];
        var digits = new long[examples.Count * DigitTokens.Length];
        for (var i = 0; i < examples.Count; i++)
        {
            alphabet.Encode(examples[i].Text).CopyTo(characters, i * length);
            DigitTokens.Write(examples[i].Date, digits.AsSpan(i * DigitTokens.Length, DigitTokens.Length));
        }

        return new DateBatch(examples, tensor(characters, [examples.Count, length]), tensor(digits, [examples.Count, DigitTokens.Length]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Characters.Dispose();
        Digits.Dispose();
    }
}
