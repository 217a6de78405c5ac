using System.Text;
using FluentRnn.Generators.Emit;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Snapshots;

/// <summary>The whole generated file of every canonical container, to be read like code.</summary>
[UsesVerify]
public class GeneratedFileTests
{
    public static TheoryData<string> Containers => CanonicalContainers.All;

    [Theory]
    [MemberData(nameof(Containers))]
    public Task Generated_file(string container)
    {
        var compilation = CanonicalContainers.Compile(container);
        var (output, text) = Generate(compilation);
        var (_, again) = Generate(compilation.Clone());

        Assert.Equal(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(again));
        Assert.Equal([], Emit(output));
        return Verifier.Verify(text.Replace(GeneratedCode.Version, "{version}", StringComparison.Ordinal), "cs").UseTextForParameters(container);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void Without_nullable_the_text_is_the_same_and_compiles(string container)
    {
        var (output, text) = Generate(CanonicalContainers.Compile(container, NullableContextOptions.Disable));

        Assert.Equal(Generate(CanonicalContainers.Compile(container)).Text, text);
        Assert.Equal([], Emit(output));
    }

    [Fact]
    public Task Plans_of_all_containers()
    {
        var plans = CanonicalContainers.Names.Select(name => Plan(name).Text);
        return Verifier.Verify(string.Join("\n\n", plans), "txt");
    }

    private static Generators.Planning.ForwardPlan Plan(string container) =>
        Generators.Planning.ForwardPlanner.Plan(TestCompilation.Parse(CanonicalContainers.Compile(container))!);

    private static (Compilation Output, string Text) Generate(Compilation compilation)
    {
        var (output, result) = TestCompilation.Generate(compilation);
        return (output, Assert.Single(result.GeneratedTrees).GetText().ToString());
    }

    /// <summary>What a project with warnings as errors and a documentation file reports.</summary>
    private static IEnumerable<string> Emit(Compilation compilation)
    {
        var strict = compilation.WithOptions(compilation.Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)]));
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        return [.. strict.Emit(assembly, xmlDocumentationStream: documentation).Diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
    }
}
