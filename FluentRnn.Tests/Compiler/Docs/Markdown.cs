using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Tests.Compiler.Docs;

/// <summary>A page of the documentation: its code, and its links.</summary>
internal sealed partial class Markdown(string path)
{
    /// <summary>The text, with line endings as git has them.</summary>
    public string Text { get; } = File.ReadAllText(path).ReplaceLineEndings("\n");

    /// <summary>The fenced blocks of a language.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Block().Matches(Text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    /// <summary>The links to files that do not exist.</summary>
    public IReadOnlyList<string> BrokenLinks() =>
        [.. Links().Where(link => !System.IO.Path.Exists(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, link)))];

    /// <summary>The links to other files of the repository.</summary>
    public IReadOnlyList<string> Links() =>
        [.. Link().Matches(Text).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal))];

    /// <summary>All C# of the page as one program: its types, and its statements in the order in which they stand; compiled, with what is generated.</summary>
    public Compilation Compile()
    {
        var members = Blocks("csharp").SelectMany(block => CSharpSyntaxTree.ParseText(block, TestCompilation.ParseOptions).GetCompilationUnitRoot().Members).ToList();
        var program = string.Concat(members.OfType<GlobalStatementSyntax>().Select(member => member.ToFullString()));
        var types = string.Concat(members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()));
        var source = $"{TestCompilation.Usings}\n{types}\nstatic class Program {{ static void Main() {{\n{program}\n}} }}";
        return TestCompilation.Generate(TestCompilation.Of(TestCompilation.ImplicitUsings, source)).Output;
    }

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
