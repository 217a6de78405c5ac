using System.Text;

namespace FluentRnn.Examples.Dates;

/// <summary>The form in which a text reaches the network.</summary>
static class DateText
{
    /// <summary>
    /// Composed (NFC), in lower case, every kind of white space a single space, every apostrophe a straight one.
    /// Accents stay: they tell months apart.
    /// </summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (!char.IsWhiteSpace(c))
                result.Append(c is '\u2019' or '\u02BC' ? '\'' : char.ToLowerInvariant(c));
            else if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>Whether the letter belongs to the Latin script (Basic Latin to Latin Extended-B, and Latin Extended Additional).</summary>
    public static bool IsLatinLetter(char c) => char.IsLetter(c) && c is < '\u0250' or (>= '\u1E00' and <= '\u1EFF');
}
