using System.Collections.Immutable;

namespace FluentRnn.Examples.Dates;

/// <summary>Draws dates as people write them: a language, one of its layouts and a date, all at random.</summary>
sealed class DateSampler(ImmutableArray<DateLanguage> languages)
{
    readonly Ambiguity ambiguity = new(languages);

    /// <summary>The languages drawn from.</summary>
    public ImmutableArray<DateLanguage> Languages => languages;

    /// <summary>A date of the training side in a trained layout.</summary>
    public DateExample Train(Random random) => Draw(random, test: false, heldOut: false);

    /// <summary>A date never trained on, in a trained layout.</summary>
    public DateExample Test(Random random) => Draw(random, test: true, heldOut: false);

    /// <summary>A date never trained on, in a layout never trained on in that language.</summary>
    public DateExample HeldOut(Random random) => Draw(random, test: true, heldOut: true);

    /// <summary>An unambiguous test date of one language.</summary>
    public DateExample Test(Random random, DateLanguage language)
    {
        while (true)
        {
            var layout = language.TrainedLayouts[random.Next(language.TrainedLayouts.Length)];
            var example = DateExample.Write(DateSplit.Draw(random, test: true), language, layout);
            if (!ambiguity.Contains(example))
                return example;
        }
    }

    DateExample Draw(Random random, bool test, bool heldOut)
    {
        while (true)
        {
            var language = languages[random.Next(languages.Length)];
            var layout = heldOut ? language.HeldOutLayout : language.TrainedLayouts[random.Next(language.TrainedLayouts.Length)];
            var example = DateExample.Write(DateSplit.Draw(random, test), language, layout);
            if (!ambiguity.Contains(example) && !(heldOut && IsTrained(example)))
                return example;
        }
    }

    /// <summary>A held-out layout may write the same as a trained one: "7 mai 2024", whether May is spelled in full or not.</summary>
    static bool IsTrained(DateExample example) =>
        example.Language.TrainedLayouts.Any(layout => DateExample.Write(example.Date, example.Language, layout).Text == example.Text);
}
