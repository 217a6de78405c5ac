using Spectre.Console;

namespace FluentRnn.Examples.Dates;

/// <summary>Shows one reading a language, of a date never trained on.</summary>
static class ReadingTable
{
    public static void Write(IAnsiConsole console, DateReader reader, DateSampler sampler, Random random)
    {
        var table = new Table().RoundedBorder().AddColumns("Language", "Text", "Read as", "");
        foreach (var language in sampler.Languages)
        {
            var example = sampler.Test(random, language);
            var reading = Reading.Of(reader, example.Text);
            var right = reading.Iso == example.Iso;
            table.AddRow(
                new Text(language.Name),
                new Text(example.Text),
                new Text(reading.Iso, right ? Style.Plain : new Style(Color.Red)),
                new Text(right ? "✓" : $"✗ {example.Iso}", right ? new Style(Color.Green) : new Style(Color.Red)));
        }

        console.Write(table);
    }
}
