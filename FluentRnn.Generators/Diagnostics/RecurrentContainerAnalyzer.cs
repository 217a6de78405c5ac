using System.Collections.Immutable;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Parsing;
using FluentRnn.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Generators.Diagnostics;

/// <summary>Reports, while the user types, everything that the parser and the planner find about a container.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecurrentContainerAnalyzer : DiagnosticAnalyzer
{
    private const string MinimalTorchSharp = "0.107.0";

    private readonly Action<SymbolAnalysisContext, INamedTypeSymbol> _check;

    /// <summary>The analyzer as compilers make it.</summary>
    public RecurrentContainerAnalyzer()
        : this(Check)
    {
    }

    /// <summary>The analyzer with another check of a container, for the tests.</summary>
    internal RecurrentContainerAnalyzer(Action<SymbolAnalysisContext, INamedTypeSymbol> check) => _check = check;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownNames.Attribute) is { } attribute)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, attribute), SymbolKind.NamedType);
            }
        });
    }

    private void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attribute)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!type.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute)))
        {
            return;
        }

        try
        {
            if (IsSupported(context, type))
            {
                _check(context, type);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Report(context, Finding.Of("FRNN999", type.Name, failure.GetType().Name + ": " + failure.Message), type.Locations[0]);
        }
    }

    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        var places = new SourceMap();
        var sink = new FindingSink(
            (finding, at, properties, also) => Report(context, finding, Place(at), properties, also?.GetLocation()),
            places);
        if (ContainerParser.Parse(type, new Sources(context.Compilation), sink, context.CancellationToken) is not { } spec)
        {
            return;
        }

        foreach (var located in ForwardPlanner.Check(spec))
        {
            var at = located is { Value: { } value, Variant: 0 } ? places.Value(value) : located.Slot is { } slot ? places.Slot(slot) : null;
            Report(context, located.Finding, at is null ? type.Locations[0] : Place(at));
        }

        var plan = ForwardPlanner.Plan(spec);
        if (plan.Variants.Count > 0)
        {
            var counts = plan.Variants[0].Counts;
            Report(
                context,
                Finding.Of("FRNN080", type.Name, Text(counts.Invariant), "0", Text(counts.Time + counts.Carry + counts.Out), "0", "0"),
                type.Locations[0]);
        }
    }

    private static string Text(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>C# and TorchSharp new enough for what is generated; one diagnostic when they are not.</summary>
    private static bool IsSupported(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (context.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp13 } compilation)
        {
            Report(context, Finding.Of("FRNN008", "13", compilation.LanguageVersion.ToDisplayString()), type.Locations[0]);
            return false;
        }

        var torch = context.Compilation.GetTypeByMetadataName("TorchSharp.torch")?.ContainingAssembly.Identity.Version;
        if (torch is null || torch < Version.Parse(MinimalTorchSharp))
        {
            Report(context, Finding.Of("FRNN009", MinimalTorchSharp, torch?.ToString(3) ?? "none"), type.Locations[0]);
            return false;
        }

        return true;
    }

    /// <summary>A type or a method is marked at its name.</summary>
    private static Location Place(SyntaxNode at) => at switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.GetLocation(),
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        _ => at.GetLocation(),
    };

    private static void Report(
        SymbolAnalysisContext context, Finding finding, Location at, ImmutableDictionary<string, string?>? properties = null, Location? also = null) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.Get(finding.Id), at, also is null ? null : [also], properties, [.. finding.Arguments]));
}
