using System.Collections.Frozen;
using System.Globalization;

namespace FluentRnn.Examples.Dates;

/// <summary>
/// Texts with two meanings. "listopad" is October in Croatian and November in Polish, so a date may read as either;
/// such a text has no right answer and is neither trained on nor tested.
/// </summary>
sealed class Ambiguity
{
    const int Day = 11;
    readonly FrozenSet<(string Language, string Layout, int Month, DayOfWeek DayOfWeek)> ambiguous;

    /// <summary>Compares what the languages write for every month and day of the week.</summary>
    public Ambiguity(IReadOnlyCollection<DateLanguage> languages)
    {
        var written =
            from date in OneDateForEachMonthAndDayOfWeek()
            from language in languages
            from layout in language.TrainedLayouts.Append(language.HeldOutLayout)
            let text = DateExample.Write(date, language, layout).Text
            select (Skeleton: text.Replace(Year(date), "yyyy", StringComparison.Ordinal), Key: KeyOf(date, language, layout));

        ambiguous = written
            .GroupBy(item => item.Skeleton, item => item.Key, StringComparer.Ordinal)
            .Where(group => group.Select(key => key.Month).Distinct().Count() > 1)
            .SelectMany(group => group)
            .ToFrozenSet();
    }

    /// <summary>How many combinations of language, layout, month and day of the week are ambiguous.</summary>
    public int Count => ambiguous.Count;

    /// <summary>Whether the example's text means something else in another language or layout.</summary>
    public bool Contains(in DateExample example) => ambiguous.Contains(KeyOf(example.Date, example.Language, example.Layout));

    static (string Language, string Layout, int Month, DayOfWeek DayOfWeek) KeyOf(DateOnly date, DateLanguage language, string layout) =>
        (language.Code, layout, date.Month, date.DayOfWeek);

    static string Year(DateOnly date) => date.Year.ToString(CultureInfo.InvariantCulture);

    static IEnumerable<DateOnly> OneDateForEachMonthAndDayOfWeek() =>
        from month in Enumerable.Range(1, 12)
        from date in Enumerable.Range(2001, 28).Select(year => new DateOnly(year, month, Day)).DistinctBy(date => date.DayOfWeek)
        select date;
}
