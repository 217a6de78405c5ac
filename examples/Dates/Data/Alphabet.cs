using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FluentRnn.Examples.Dates;

/// <summary>The characters that the network knows, numbered from 0 in the order of their code points.</summary>
sealed class Alphabet
{
    readonly FrozenDictionary<char, int> indices;

    Alphabet(IEnumerable<char> characters)
    {
        Characters = [.. characters.Distinct().Order()];
        indices = Characters.Select((c, i) => KeyValuePair.Create(c, i)).ToFrozenDictionary();
    }

    /// <summary>The characters, each at its index.</summary>
    public ImmutableArray<char> Characters { get; }

    /// <summary>How many there are.</summary>
    public int Count => Characters.Length;

    /// <summary>Every character that the languages write a date with.</summary>
    public static Alphabet Of(IEnumerable<DateLanguage> languages)
    {
        // Twelve months of 31 days name every month and every day of the week, and use every digit.
        var dates = Enumerable.Range(0, 366).Select(new DateOnly(2024, 1, 1).AddDays).ToList();
        return new Alphabet(
            from language in languages
            from layout in language.TrainedLayouts
            from date in dates
            from c in DateExample.Write(date, language, layout).Text
            select c);
    }

    /// <summary>The alphabet of these characters, as <see cref="ToString"/> gave them.</summary>
    public static Alphabet Parse(string characters) => new(characters);

    /// <summary>The indices of a normalized text. A letter not known is read without its accent.</summary>
    /// <exception cref="FormatException">A character is not known at all.</exception>
    public long[] Encode(string text) => [.. text.Select(c => (long)IndexOf(c))];

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Characters);

    int IndexOf(char c)
    {
        if (indices.TryGetValue(c, out var index))
            return index;
        var withoutAccent = c.ToString().Normalize(NormalizationForm.FormD)[0];
        return indices.TryGetValue(withoutAccent, out index)
            ? index
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The character '{c}' (U+{(int)c:X4}) occurs in no date of the languages that were trained."));
    }
}
