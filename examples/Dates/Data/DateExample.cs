using System.Globalization;

namespace FluentRnn.Examples.Dates;

/// <summary>A date as somebody writes it.</summary>
/// <param name="Text">The written form, normalized.</param>
/// <param name="Date">What it means.</param>
/// <param name="Language">The language it is written in.</param>
/// <param name="Layout">The .NET date pattern that wrote it.</param>
readonly record struct DateExample(string Text, DateOnly Date, DateLanguage Language, string Layout)
{
    /// <summary>The date in ISO form, such as "2024-03-07".</summary>
    public string Iso => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Writes a date.</summary>
    public static DateExample Write(DateOnly date, DateLanguage language, string layout) =>
        new(DateText.Normalize(date.ToString(layout, language.Culture)), date, language, layout);
}
