using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using FluentRnn.Examples.Splits;

namespace FluentRnn.Examples.Dates;

/// <summary>Finds the layouts of a language: those of its culture that spell the month, and forms common everywhere.</summary>
static partial class DateLayouts
{
    static readonly ImmutableArray<string> Common = ["d MMMM yyyy", "MMMM d, yyyy", "dddd, d MMMM yyyy", "d MMM yyyy"];

    /// <summary>The language with its layouts, one of them held out; null where too few remain.</summary>
    public static DateLanguage? Of(CultureInfo culture)
    {
        var layouts = Find(culture);
        var heldOut = layouts
            .OrderBy(layout => StableHash.Of(culture.Name + layout))
            .FirstOrDefault(layout => NamesIn(layout).All(name => layouts.Any(other => other != layout && NamesIn(other).Contains(name))));

        return heldOut is null || layouts.Length < 4
            ? null
            : new DateLanguage(culture, layouts.Remove(heldOut), heldOut);
    }

    static ImmutableArray<string> Find(CultureInfo culture)
    {
        var format = culture.DateTimeFormat;
        var longDate = format.LongDatePattern;
        var candidates = new List<string> { longDate, WithoutDayName(longDate), longDate.Replace("dddd", "ddd", StringComparison.Ordinal) };
        candidates.AddRange(format.GetAllDateTimePatterns('D'));
        candidates.AddRange(format.GetAllDateTimePatterns('d'));
        candidates.AddRange(Common);

        var shortMonths = HasClearShortMonths(format);
        var (late, early) = (new DateTime(2024, 11, 28), new DateTime(2024, 2, 7));
        return [.. candidates
            .Where(layout => SpellsDate(layout) && (shortMonths || layout.Contains("MMMM", StringComparison.Ordinal)))
            .DistinctBy(layout => DateText.Normalize(late.ToString(layout, culture) + early.ToString(layout, culture)))];
    }

    static bool SpellsDate(string layout)
    {
        var fields = Fields().Matches(Literal().Replace(layout, "")).Select(match => match.Value).ToList();
        return fields.Any(field => field is "MMM" or "MMMM") && fields.Any(field => field is "d" or "dd") && fields.Contains("yyyy");
    }

    static bool HasClearShortMonths(DateTimeFormatInfo format)
    {
        var names = format.AbbreviatedMonthGenitiveNames.Take(12).Select(name => name.TrimEnd('.')).ToList();
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 12 && names.All(name => name.Length >= 2);
    }

    static string WithoutDayName(string layout) => DayName().Replace(layout, "").Trim(' ', ',');

    static IEnumerable<string> NamesIn(string layout) =>
        Fields().Matches(Literal().Replace(layout, "")).Select(match => match.Value).Where(field => field is "MMM" or "MMMM" or "ddd" or "dddd");

    [GeneratedRegex("'[^']*'|\\\\.")]
    private static partial Regex Literal();

    [GeneratedRegex("d+|M+|y+")]
    private static partial Regex Fields();

    [GeneratedRegex("[ ,]*dddd?(?!d)('[^']*'|[ ,])*")]
    private static partial Regex DayName();
}
