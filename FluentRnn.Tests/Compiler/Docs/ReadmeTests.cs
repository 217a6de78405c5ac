using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Docs;

/// <summary>What README shows is true: its code compiles, its generated code is generated, its message is reported, its links lead somewhere.</summary>
public sealed class ReadmeTests
{
    private static readonly Markdown Readme = new(Path.Combine(Repository.Root, "README.md"));

    private static readonly string Quickstart =
        File.ReadAllText(Path.Combine(Repository.Root, "examples", "Quickstart", "Quickstart.cs")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_snippet_compiles()
    {
        Assert.NotEmpty(Readme.Blocks("csharp"));

        TestCompilation.AssertCompiles(Readme.Compile());
    }

    [Fact]
    public void The_quickstart_is_the_example() => Assert.Contains(Readme.Blocks("csharp")[0].TrimEnd(), Quickstart, StringComparison.Ordinal);

    [Fact]
    public void The_generated_code_shown_is_generated()
    {
        var generated = Assert.Single(TestCompilation.Generate(TestCompilation.Of("using System;\nusing FluentRnn;\n" + Quickstart)).Result.GeneratedTrees).ToString();
        var lines = Assert.Single(Readme.Blocks("cs")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim() != "⋮").ToList();
        Assert.NotEmpty(lines);

        Assert.All(lines, line => Assert.Contains(line.Trim(), generated, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_message_shown_is_reported()
    {
        const string Right = "Linear(hidden, 1)";
        Assert.Contains(Right, Quickstart, StringComparison.Ordinal);
        var wrong = "using System;\nusing FluentRnn;\n" + Quickstart.Replace(Right, "Linear(hidden + 1, 1)", StringComparison.Ordinal);

        var reported = await TestCompilation.Analyze(TestCompilation.Of(wrong));

        var error = Assert.Single(reported, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(Readme.Text.Contains($"error {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}\n", StringComparison.Ordinal), error.ToString());
    }

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        Assert.NotEmpty(Readme.Links());

        Assert.Empty(Readme.BrokenLinks());
    }
}
