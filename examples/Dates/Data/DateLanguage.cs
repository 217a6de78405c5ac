using System.Collections.Immutable;
using System.Globalization;

namespace FluentRnn.Examples.Dates;

/// <summary>A language, and the layouts in which it writes a date with the month spelled.</summary>
/// <param name="Culture">The specific culture that gives the names of months and days.</param>
/// <param name="TrainedLayouts">The layouts (.NET date patterns) used for training.</param>
/// <param name="HeldOutLayout">A layout never trained on in this language, for the harder test.</param>
sealed record DateLanguage(CultureInfo Culture, ImmutableArray<string> TrainedLayouts, string HeldOutLayout)
{
    /// <summary>The ISO code, such as "fr".</summary>
    public string Code => Culture.TwoLetterISOLanguageName;

    /// <summary>The name in English, without the country, such as "French".</summary>
    public string Name => (Culture.IsNeutralCulture ? Culture : LanguageOf(Culture)).EnglishName;

    static CultureInfo LanguageOf(CultureInfo culture)
    {
        while (!culture.Parent.Equals(CultureInfo.InvariantCulture))
            culture = culture.Parent;
        return culture;
    }
}
