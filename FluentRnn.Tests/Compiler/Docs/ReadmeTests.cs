using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Tests.Compiler.Docs;

/// <summary>What README shows is true: its code compiles, its generated code is generated, its message is reported, its links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    private static readonly string Quickstart =
        File.ReadAllText(Path.Combine(Repository.Root, "examples", "Quickstart", "Quickstart.cs")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_snippet_compiles()
    {
        var blocks = Blocks("csharp");
        Assert.NotEmpty(blocks);
        var members = blocks.SelectMany(block => CSharpSyntaxTree.ParseText(block, TestCompilation.ParseOptions).GetCompilationUnitRoot().Members).ToList();
        var program = string.Concat(members.OfType<GlobalStatementSyntax>().Select(member => member.ToFullString()));
        var types = string.Concat(members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()));
        var source = $"{TestCompilation.Usings}\n{types}\nstatic class Program {{ static void Main() {{\n{program}\n}} }}";

        var (output, _) = TestCompilation.Generate(TestCompilation.Of(source));

        TestCompilation.AssertCompiles(output);
    }

    [Fact]
    public void The_quickstart_is_the_example() => Assert.Contains(Blocks("csharp")[0].TrimEnd(), Quickstart, StringComparison.Ordinal);

    [Fact]
    public void The_generated_code_shown_is_generated()
    {
        var generated = Assert.Single(TestCompilation.Generate(TestCompilation.Of("using System;\nusing FluentRnn;\n" + Quickstart)).Result.GeneratedTrees).ToString();
        var lines = Assert.Single(Blocks("cs")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim() != "⋮").ToList();
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
        Assert.True(Readme.Contains($"error {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}\n", StringComparison.Ordinal), error.ToString());
    }

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var links = Link().Matches(Readme).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, link)), link));
    }

    private static List<string> Blocks(string language) =>
        [.. Block().Matches(Readme).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
