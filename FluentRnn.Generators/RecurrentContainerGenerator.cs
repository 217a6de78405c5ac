using FluentRnn.Generators.Caching;
using FluentRnn.Generators.Emit;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Parsing;
using FluentRnn.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators;

/// <summary>
/// Compiles every class marked <c>[RecurrentContainer]</c> into a module with a <c>forward</c>: Define → specification → plan → C#. It reports nothing;
/// <see cref="Diagnostics.RecurrentContainerAnalyzer"/> runs the same parser and reports live, in the editor.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecurrentContainerGenerator : IIncrementalGenerator
{
    private readonly Func<INamedTypeSymbol, Sources, CancellationToken, ContainerSpec?> _parse;

    /// <summary>The generator as compilers make it.</summary>
    public RecurrentContainerGenerator()
        : this(static (type, sources, cancellation) => ContainerParser.Parse(type, sources, FindingSink.None, cancellation))
    {
    }

    /// <summary>The generator with another parser, for the tests.</summary>
    internal RecurrentContainerGenerator(Func<INamedTypeSymbol, Sources, CancellationToken, ContainerSpec?> parse) => _parse = parse;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var known = new KnownContainers(_parse);
        var specs = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.Attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                known.Read)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(TrackingNames.Spec);

        var plans = specs
            .Select(static (spec, _) => ForwardPlanner.Plan(spec))
            .WithTrackingName(TrackingNames.Plan);

        context.RegisterSourceOutput(plans, static (output, plan) => output.AddSource(InnerContainers.HintName(plan.Spec), ContainerEmitter.Write(plan)));
    }
}
