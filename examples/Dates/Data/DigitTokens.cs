using System.Globalization;

namespace FluentRnn.Examples.Dates;

/// <summary>A date as eight tokens, YYYYMMDD. The token of digit d is d + 1; token 0 stands before the first digit.</summary>
static class DigitTokens
{
    /// <summary>How many tokens a date has.</summary>
    public const int Length = 8;

    /// <summary>How many different tokens there are.</summary>
    public const int Count = 11;

    /// <summary>Writes the tokens of a date.</summary>
    public static void Write(DateOnly date, Span<long> tokens)
    {
        var number = (date.Year * 10_000) + (date.Month * 100) + date.Day;
        for (var i = Length - 1; i >= 0; i--, number /= 10)
            tokens[i] = (number % 10) + 1;
    }

    /// <summary>The ISO form, "2024-03-07", of eight tokens; what the network wrote need not be a date that exists.</summary>
    public static string ToIso(ReadOnlySpan<long> tokens)
    {
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
            text[i] = tokens[i] == 0 ? '?' : (char)('0' + tokens[i] - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..4]}-{text[4..6]}-{text[6..]}");
    }
}
