using System.Globalization;
using System.Text.RegularExpressions;
using FluentRnn.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Diagnostics;

/// <summary>The catalogue, its pages, its release notes and its tests say the same.</summary>
public partial class CatalogueTests
{
    static readonly string Pages = Path.Combine(Repository.Root, "docs", "diagnostics");

    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Ids_are_used_once()
    {
        var ids = DiagnosticDescriptors.All.Select(descriptor => descriptor.Id).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^FRNN[0-9]{3}$", id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_finds_its_descriptor(string id) => Assert.Equal(id, DiagnosticDescriptors.Get(id).Id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Titles_and_messages_are_well_formed(string id)
    {
        var descriptor = DiagnosticDescriptors.Get(id);
        var title = descriptor.Title.ToString(CultureInfo.InvariantCulture);
        var message = descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);

        Assert.Matches(@"^[A-Z][^.\n]*$", title);
        Assert.Equal(title, title.Trim());
        Assert.Matches(@"^['A-Z{][^\n]*[^.\s]$", message);
        Assert.Equal(message, message.Trim());
        Assert.True(message.Count(character => character == '\'') % 2 == 0, "An open quotation mark.");
        Assert.True(descriptor.IsEnabledByDefault);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Message_arguments_are_numbered_without_gaps(string id)
    {
        var used = Placeholder().Matches(DiagnosticDescriptors.Get(id).MessageFormat.ToString(CultureInfo.InvariantCulture))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order().ToList();

        Assert.Equal(Enumerable.Range(0, used.Count), used);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_category_is_that_of_the_block(string id) => Assert.Equal(
        id[..^1] switch
        {
            "FRNN00" => DiagnosticCategories.Container,
            "FRNN01" => DiagnosticCategories.Chain,
            "FRNN02" => DiagnosticCategories.Slots,
            "FRNN03" => DiagnosticCategories.Step,
            "FRNN04" => DiagnosticCategories.Captures,
            "FRNN05" or "FRNN06" => DiagnosticCategories.Shapes,
            "FRNN07" => DiagnosticCategories.Dataflow,
            "FRNN08" => DiagnosticCategories.Optimization,
            _ => DiagnosticCategories.Internal,
        },
        DiagnosticDescriptors.Get(id).Category);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_help_link_leads_to_the_page(string id)
    {
        Assert.Equal($"https://github.com/fluentrnn/FluentRnn/blob/main/docs/diagnostics/{id}.md", DiagnosticDescriptors.Get(id).HelpLinkUri);
        Assert.True(File.Exists(Path.Combine(Pages, id + ".md")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_shows_title_severity_and_category(string id)
    {
        var descriptor = DiagnosticDescriptors.Get(id);
        var page = File.ReadAllText(Path.Combine(Pages, id + ".md"));

        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n| {descriptor.DefaultSeverity} | {descriptor.Category} | ", page, StringComparison.Ordinal);
        Assert.Contains("\n## Cause\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## What to do\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_has_a_descriptor() => Assert.Equal(
        DiagnosticDescriptors.All.Select(descriptor => descriptor.Id),
        Directory.GetFiles(Pages, "FRNN*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!);

    [Fact]
    public void The_index_lists_every_diagnostic_once() => Assert.Equal(
        DiagnosticDescriptors.All.Select(descriptor => $"[{descriptor.Id}]({descriptor.Id}.md) | {descriptor.DefaultSeverity} | {descriptor.Title}"),
        IndexRow().Matches(File.ReadAllText(Path.Combine(Pages, "README.md"))).Select(match => match.Groups[1].Value));

    [Fact]
    public void Every_diagnostic_is_in_a_release()
    {
        var generators = Path.Combine(Repository.Root, "FluentRnn.Generators");
        var releases = string.Concat(new[] { "Shipped", "Unshipped" }.Select(name => File.ReadAllText(Path.Combine(generators, $"AnalyzerReleases.{name}.md"))));

        Assert.Equal(
            DiagnosticDescriptors.All.Select(descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}"),
            ReleaseRow().Matches(releases).Select(match => match.Value));
    }

    [Fact]
    public void What_runs_as_a_plain_loop_is_no_error() =>
        Assert.DoesNotContain(DiagnosticDescriptors.All, descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Error
            && descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture).Contains("plain loop", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!\{)\{([0-9]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\| (\[FRNN[0-9]{3}\].*?) \| [^|]* \|\r?$", RegexOptions.Multiline)]
    private static partial Regex IndexRow();

    [GeneratedRegex(@"^FRNN[0-9]{3} \| [^|]* \| [^|]* \| [^,\r\n]*", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
