using System.Text.RegularExpressions;
using FluentRnn.Generators.Diagnostics;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Diagnostics;

/// <summary>The first example of a page gives its diagnostic; the second, its remedy, compiles and gives none.</summary>
public partial class DocumentationTests
{
    /// <summary>Pages whose example the C# compiler rejects too.</summary>
    static readonly string[] RejectedByTheCompiler = ["FRNN010", "FRNN027", "FRNN070", "FRNN071"];

    /// <summary>Pages with a container inside another one, whose members are generated.</summary>
    static readonly string[] WithGeneratedMembers = ["FRNN062"];

    public static TheoryData<string> Pages => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id).Where(id => Examples(id).Count > 0)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_example_gives_the_diagnostic(string id)
    {
        var compilation = Compile(id, Examples(id)[0]);

        Assert.Contains(id, (await compilation.Findings()).Select(finding => finding.Id));
        Assert.Equal(RejectedByTheCompiler.Contains(id), !compilation.Errors().IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_remedy_removes_it(string id)
    {
        foreach (var remedy in Examples(id).Skip(1))
        {
            var compilation = Compile(id, remedy);

            Assert.Empty(compilation.Errors());
            Assert.Empty((await compilation.Findings()).Where(finding => finding.Id == id || finding.Severity >= DiagnosticSeverity.Warning));
        }
    }

    [Fact]
    public void The_usings_of_the_index_are_those_of_the_tests() =>
        Assert.Contains(MarkedCode.Usings.Trim(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", "README.md")), StringComparison.Ordinal);

    static Compilation Compile(string id, string code)
    {
        var compilation = Analysis.Compile(MarkedCode.Usings + code);
        return WithGeneratedMembers.Contains(id) ? Analysis.Generate(compilation) : compilation;
    }

    static List<string> Examples(string id) => [.. Example()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md")))
        .Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"```csharp\r?\n((?!#pragma).*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
