namespace FluentRnn.Examples.Dates;

/// <summary>A date as somebody writes it.</summary>
/// <param name="Text">The written form, normalized.</param>
/// <param name="Date">What it means.</param>
/// <param name="Language">The language it is written in.</param>
/// <param name="Layout">The .NET date pattern that wrote it.</param>
readonly record struct DateExample(string Text, DateOnly Date, DateLanguage Language, string Layout)
{
    /// <summary>Writes a date.</summary>
    public static DateExample Write(DateOnly date, DateLanguage language, string layout) =>
        new(DateText.Normalize(date.ToString(layout, language.Culture)), date, language, layout);
}
