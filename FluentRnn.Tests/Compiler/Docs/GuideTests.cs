namespace FluentRnn.Tests.Compiler.Docs;

/// <summary>Every page of the guide: its code compiles, without a warning, its containers are compiled, its links lead somewhere, and the guide names it.</summary>
public sealed class GuideTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    public static TheoryData<string> Pages() => [.. Directory.GetFiles(Path.Combine(Docs, "guide"), "*.md").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_snippet_compiles(string page)
    {
        var markdown = Page(page);
        Assert.NotEmpty(markdown.Blocks("csharp"));

        TestCompilation.AssertCompiles(markdown.Compile());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_snippet_is_found_fault_with(string page)
    {
        var reported = await TestCompilation.Analyze(Page(page).Compile());

        Assert.DoesNotContain(reported, diagnostic => diagnostic.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_guide_names_every_page(string page) => Assert.Contains($"guide/{page}", new Markdown(Path.Combine(Docs, "guide.md")).Links());

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_to_a_file(string page) => Assert.Empty(Page(page).BrokenLinks());

    [Fact]
    public void Every_link_of_the_guide_leads_to_a_file() => Assert.Empty(new Markdown(Path.Combine(Docs, "guide.md")).BrokenLinks());

    [Fact]
    public void The_plan_on_the_page_about_the_compiler_is_that_of_its_container()
    {
        var page = Page("compiler.md");

        Assert.Equal(Generators.Planning.ForwardPlanner.Plan(TestCompilation.Parse(page.Compile(), "Tagger")!).Text, Assert.Single(page.Blocks("text")).Trim());
    }

    private static Markdown Page(string name) => new(Path.Combine(Docs, "guide", name));
}
