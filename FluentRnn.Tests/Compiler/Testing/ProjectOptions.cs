using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Tests.Compiler.Testing;

/// <summary>A project whose property FluentRnnOptimize has a value, or, with null, none.</summary>
sealed class ProjectOptions(string? optimize) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions => new Options(optimize);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    sealed class Options(string? optimize) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.FluentRnnOptimize" ? optimize : null;
            return value is not null;
        }
    }
}
