using System.Globalization;
using FluentRnn.Examples.Plotting;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Dates;

/// <summary>A text, the date that the network read in it, and where it looked for each digit.</summary>
/// <param name="Text">The text as the network saw it.</param>
/// <param name="Iso">The date it wrote, such as "2024-03-07".</param>
/// <param name="Attention">The weight of each character (column) for each digit (row).</param>
sealed record Reading(string Text, string Iso, float[,] Attention)
{
    /// <summary>Whether the digits are a date that exists: a network may write the 31st of February.</summary>
    public bool IsDate => DateOnly.TryParseExact(Iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Reads one text.</summary>
    /// <exception cref="FormatException">The text has a character that the network does not know, or none at all.</exception>
    public static Reading Of(DateReader reader, string written)
    {
        var text = DateText.Normalize(written);
        if (text.Length == 0)
            throw new FormatException("There is nothing to read in an empty text.");

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        reader.eval();
        var (tokens, attention) = reader.Read(tensor(reader.Alphabet.Encode(text)).unsqueeze(0));
        return new Reading(text, DigitTokens.ToIso(tokens.data<long>().ToArray()), ToTable(attention.squeeze(0)));
    }

    /// <summary>The attention as a picture.</summary>
    public HeatMap ToHeatMap() => new(
        $"Where the network looks in \"{Text}\" while it writes {Iso}",
        [.. Iso.Where(char.IsAsciiDigit).Select((digit, i) => $"{"YYYYMMDD"[i]} {digit}")],
        [.. Text.Select(c => c == ' ' ? "·" : c.ToString())],
        Attention);

    static float[,] ToTable(Tensor values)
    {
        var (rows, columns) = ((int)values.shape[0], (int)values.shape[1]);
        var flat = values.contiguous().data<float>().ToArray();
        var table = new float[rows, columns];
        Buffer.BlockCopy(flat, 0, table, 0, flat.Length * sizeof(float));
        return table;
    }
}
