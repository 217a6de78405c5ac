using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using FluentRnn.Generators;
using FluentRnn.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Tests.Compiler.Testing;

/// <summary>Compiles code and runs analyzers on it.</summary>
static class Analysis
{
    static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static CSharpCompilation Compile(string code, LanguageVersion version = LanguageVersion.CSharp14, IEnumerable<MetadataReference>? references = null) =>
        CSharpCompilation.Create("Tested", [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(version))], references ?? References.All, Options);

    /// <summary>The compilation with what the generator adds.</summary>
    public static Compilation Generate(CSharpCompilation compilation)
    {
        var options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        CSharpGeneratorDriver.Create([new RecurrentContainerGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        Assert.Empty(diagnostics);
        return generated;
    }

    /// <summary>What the C# compiler finds wrong.</summary>
    public static ImmutableArray<Diagnostic> Errors(this Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>What FluentRnn's analyzer reports, in the order of the code.</summary>
    public static Task<ImmutableArray<Diagnostic>> Findings(this Compilation compilation) => compilation.Findings(new RecurrentContainerAnalyzer());

    /// <summary>What the analyzers report, suppressed or not. An exception inside an analyzer leaves the test.</summary>
    public static Task<ImmutableArray<Diagnostic>> Findings(this Compilation compilation, params DiagnosticAnalyzer[] analyzers) => compilation.Findings(new AnalyzerOptions([]), analyzers);

    /// <summary>The same in a project with properties of its own.</summary>
    public static Task<ImmutableArray<Diagnostic>> Findings(this Compilation compilation, ProjectOptions project, params DiagnosticAnalyzer[] analyzers) =>
        compilation.Findings(new AnalyzerOptions([], project), analyzers);

    static async Task<ImmutableArray<Diagnostic>> Findings(this Compilation compilation, AnalyzerOptions options, DiagnosticAnalyzer[] analyzers)
    {
        ExceptionDispatchInfo? failure = null;
        var analysis = compilation.WithAnalyzers([.. analyzers], new CompilationWithAnalyzersOptions(
            options,
            (exception, _, _) => failure = ExceptionDispatchInfo.Capture(exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true));
        var findings = await analysis.GetAnalyzerDiagnosticsAsync();
        failure?.Throw();
        return [.. findings.OrderBy(finding => finding.Location.SourceSpan.Start).ThenBy(finding => finding.Id, StringComparer.Ordinal)];
    }
}
