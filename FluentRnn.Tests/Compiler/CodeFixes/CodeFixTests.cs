using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

/// <summary>What all tests of code fixes check: the text, that it compiles, and that the diagnostic is gone.</summary>
public abstract class CodeFixTests<TFix>
    where TFix : CodeFixProvider, new()
{
    /// <summary>One diagnostic is fixed; the usual usings stand before both texts.</summary>
    protected static Task Fixes(string before, string after) => FixesFile(MarkedCode.Usings + before, MarkedCode.Usings + after);

    /// <summary>As <see cref="Fixes"/>, with the usings written.</summary>
    protected static async Task FixesFile(string before, string after)
    {
        var files = await FixedCode.Of<TFix>(before).FirstAsync();

        Assert.NotNull(files);
        await Check([after], files);
    }

    /// <summary>All diagnostics of a project are fixed at once.</summary>
    protected static async Task FixesAll(params (string Before, string After)[] files) => await Check(
        [.. files.Select(file => MarkedCode.Usings + file.After)],
        await FixedCode.Of<TFix>([.. files.Select(file => MarkedCode.Usings + file.Before)]).AllAsync());

    /// <summary>The diagnostic is reported, but this fix is not offered for it.</summary>
    protected static async Task IsNotOffered(string code) => Assert.Null(await FixedCode.Of<TFix>(MarkedCode.Usings + code).FirstAsync());

    static async Task Check(string[] expected, string[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (wanted, got) in expected.Zip(actual))
        {
            Assert.Equal(wanted, got);
        }

        var compilation = Analysis.Compile(actual[0]).AddSyntaxTrees(actual.Skip(1).SelectMany(text => Analysis.Compile(text).SyntaxTrees));
        Assert.Empty(compilation.Errors());
        Assert.DoesNotContain(await compilation.Findings(), finding => new TFix().FixableDiagnosticIds.Contains(finding.Id));
    }
}
