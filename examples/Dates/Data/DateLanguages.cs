using System.Collections.Immutable;
using System.Globalization;

namespace FluentRnn.Examples.Dates;

/// <summary>
/// The languages of the example, found in the data of .NET's own cultures (CLDR, through ICU).
/// They are chosen by what they are, not from a list, since that data differs a little between machines.
/// </summary>
static class DateLanguages
{
    /// <summary>The fewest languages with which the example makes sense; a machine without ICU has one.</summary>
    public const int Fewest = 30;

    const int UnassignedLcid = 0x1000;

    /// <summary>Every language written in Latin letters, in the Gregorian calendar, with month names of its own; sorted by code.</summary>
    public static ImmutableArray<DateLanguage> Find()
    {
        var languages = CultureInfo.GetCultures(CultureTypes.NeutralCultures)
            .Where(culture => culture.Name.Length == 2)
            .OrderBy(culture => culture.Name, StringComparer.Ordinal)
            .Select(culture => CultureInfo.CreateSpecificCulture(culture.Name))
            .DistinctBy(culture => culture.Name)
            .Where(IsWanted)
            .Select(DateLayouts.Of)
            .OfType<DateLanguage>()
            .ToImmutableArray();

        return languages.Length >= Fewest
            ? languages
            : throw new NotSupportedException(string.Create(
                CultureInfo.InvariantCulture,
                $"This machine knows the month names of {languages.Length} languages; the example needs {Fewest}. Install ICU (Debian: libicu) and run without invariant globalization."));
    }

    static bool IsWanted(CultureInfo culture)
    {
        var format = culture.DateTimeFormat;
        return culture.LCID != UnassignedLcid
            && format.Calendar is GregorianCalendar
            && (culture.TwoLetterISOLanguageName == "en" || !SpeaksEnglish(format))
            && Names(format).All(IsLatinWord)
            && format.MonthGenitiveNames.Take(12).Distinct().Count() == 12;
    }

    /// <summary>A culture without data of its own falls back to English names.</summary>
    static bool SpeaksEnglish(DateTimeFormatInfo format) =>
        format.MonthNames.SequenceEqual(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames);

    static IEnumerable<string> Names(DateTimeFormatInfo format) =>
    [
        .. format.MonthNames.Take(12), .. format.MonthGenitiveNames.Take(12),
        .. format.AbbreviatedMonthNames.Take(12), .. format.AbbreviatedMonthGenitiveNames.Take(12),
        .. format.DayNames, .. format.AbbreviatedDayNames,
    ];

    static bool IsLatinWord(string name) =>
        name.Length > 0 && DateText.Normalize(name).All(c => c is ' ' or '.' or '-' or '\'' || DateText.IsLatinLetter(c));
}
