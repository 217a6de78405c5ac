using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using FluentRnn.Generators;
using FluentRnn.Generators.Diagnostics;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Tests.Compiler;

/// <summary>Compiles sources against FluentRnn and TorchSharp, with or without the generator. Nothing is loaded: libtorch is not needed.</summary>
internal static class TestCompilation
{
    /// <summary>The usings that users write; every source of a test gets them.</summary>
    public const string Usings = """
        using System;
        using FluentRnn;
        using TorchSharp;
        using TorchSharp.Modules;
        using static FluentRnn.Dsl;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;
        """;

    /// <summary>What the SDK adds to every project.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(RecurrentContainerAttribute).Assembly.Location),
    ];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>A compilation of sources as they are.</summary>
    public static CSharpCompilation Of(params string[] sources) => Of(NullableContextOptions.Enable, sources);

    public static CSharpCompilation Of(NullableContextOptions nullable, params string[] sources) =>
        (nullable == NullableContextOptions.Enable ? Empty : Empty.WithOptions(Empty.Options.WithNullableContextOptions(nullable)))
            .AddSyntaxTrees([.. sources.Select((source, i) => Tree(source, $"Source{i}.cs"))]);

    public static SyntaxTree Tree(string source, string path = "Source0.cs") => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>
    /// Where all compilations start: what is made from it shares the symbols of the references, which is most of the time a small compilation takes.
    /// </summary>
    public static CSharpCompilation Empty { get; } = Bound(CSharpCompilation.Create(
        "Tests.Generated",
        references: References,
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false)));

    private static CSharpCompilation Bound(CSharpCompilation compilation)
    {
        Assert.NotNull(compilation.GetTypeByMetadataName(typeof(RecurrentContainerAttribute).FullName!));
        return compilation;
    }

    /// <summary>A compilation of one source under the usual usings.</summary>
    public static CSharpCompilation WithUsings(string source) => Of(Usings + "\n" + source);

    /// <summary>Runs the generator, and gives the compilation with what it added.</summary>
    public static (Compilation Output, GeneratorDriverRunResult Result) Generate(Compilation compilation)
    {
        GeneratorDriver driver = Driver(compilation.SyntaxTrees.FirstOrDefault()?.Options as CSharpParseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        return (output, driver.GetRunResult());
    }

    public static CSharpGeneratorDriver Driver(CSharpParseOptions? options = null) => CSharpGeneratorDriver.Create(
        [new RecurrentContainerGenerator().AsSourceGenerator()],
        parseOptions: options ?? ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The one generated file; fails when the output does not compile without a warning.</summary>
    public static string GenerateOne(string source)
    {
        var (output, result) = Generate(WithUsings(source));
        AssertCompiles(output);
        return Assert.Single(result.GeneratedTrees).ToString();
    }

    /// <summary>
    /// No error, no warning, with documentation comments checked; except that tests do not document their own code (CS1591), and that TorchSharp was
    /// built for .NET 8 (CS1701, which the SDK turns off too).
    /// </summary>
    public static void AssertCompiles(Compilation compilation)
    {
        var found = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not "CS1701" && !IsUndocumentedTest(diagnostic));
        Assert.True(!found.Any(), string.Join("\n", found.Select(diagnostic => $"{diagnostic}: {LineOf(diagnostic.Location)}")));
    }

    private static string? LineOf(Location at) => at.SourceTree?.GetText().Lines[at.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    private static bool IsUndocumentedTest(Diagnostic diagnostic) =>
        diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) != true;

    /// <summary>What the analyzer reports, sorted by place.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(Compilation compilation)
    {
        var all = await compilation.WithAnalyzers([new RecurrentContainerAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. all.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>The specification of a container of the compilation, of the first one without a name.</summary>
    public static ContainerSpec? Parse(Compilation compilation, string? name = null) => ParseAll(compilation, name).First();

    /// <summary>The specifications of all containers of the compilation, or of those of a name; null for one whose groups cannot be read.</summary>
    public static IEnumerable<ContainerSpec?> ParseAll(Compilation compilation, string? name = null) => compilation
        .GetSymbolsWithName(symbol => name is null || symbol == name, SymbolFilter.Type).OfType<INamedTypeSymbol>()
        .Where(symbol => symbol.GetAttributes().Any(data => data.AttributeClass?.Name == nameof(RecurrentContainerAttribute)))
        .Select(type => ContainerParser.Parse(type, new Sources(compilation), FindingSink.None, default));
}
