using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using FluentRnn.Generators.Emit;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>Writes the file of a container and compiles it beside the user's part, as strictly as a project can.</summary>
static class GeneratedFile
{
    static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(RecurrenceBuilder).Assembly.Location),
    ];

    public static string Write(ContainerSpec spec) => ContainerEmitter.Write(ForwardPlanner.Plan(spec));

    /// <summary>The user's part: the class, and a Define with the right signature.</summary>
    public static string UserPart(ContainerSpec spec, string others = "")
    {
        var parameters = string.Join(", ", spec.Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}").Prepend("FluentRnn.RecurrenceBuilder rnn"));
        var text = $"public sealed {spec.Type.Header} {{ static FluentRnn.Recurrence Define({parameters}) => throw new System.InvalidOperationException(); }}";
        text = spec.Type.ContainingTypes.Reverse().Aggregate(text, (inner, header) => $"/// <summary/>\n{header} {{ {inner} }}");
        return spec.Type.Namespace is { } name ? $"namespace {name} {{ {text} {others} }}" : text + others;
    }

    /// <summary>Everything the compiler says about the file, hidden messages left out.</summary>
    public static IReadOnlyList<string> Compile(ContainerSpec spec, string? user = null, bool nullable = true, string others = "")
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.Diagnose);
        var trees = new[] { user ?? UserPart(spec, others), Write(spec) }.Select(text => CSharpSyntaxTree.ParseText(text, options));
        var compilation = CSharpCompilation.Create(
            "Generated",
            trees,
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
                .WithWarningLevel(9999)
                // The SDK turns these off for every project.
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)])
                .WithNullableContextOptions(nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable));
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        return [.. compilation.Emit(assembly, xmlDocumentationStream: documentation).Diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => $"{diagnostic} | {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}")];
    }
}
