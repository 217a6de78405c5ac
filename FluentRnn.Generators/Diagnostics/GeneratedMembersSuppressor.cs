using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Generators.Diagnostics;

/// <summary>
/// Silences rules that cannot know what the generated part of a container does with <c>Define</c>: it is private, nothing but generated code
/// calls it, and its parameters are also those of the generated constructor.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GeneratedMembersSuppressor : DiagnosticSuppressor
{
    private const string AttributeName = "FluentRnn.RecurrentContainerAttribute";

    /// <summary>Rules about a method that nobody calls or that reads no instance.</summary>
    private static readonly ImmutableArray<string> OnMethod = ["IDE0051", "CA1811", "CA1822"];

    /// <summary>Rules about a parameter that is not read.</summary>
    private static readonly ImmutableArray<string> OnParameter = ["IDE0060", "CA1801"];

    /// <summary>Rules about a class with static members only, which it has until the generator has run.</summary>
    private static readonly ImmutableArray<string> OnClass = ["CA1052"];

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> Suppressions = new[]
    {
        Describe("FRNNS001", OnMethod, "The generated constructor calls 'Define'"),
        Describe("FRNNS002", OnParameter, "The parameters of 'Define' are those of the generated constructor"),
        Describe("FRNNS003", OnClass, "The members of an instance are generated"),
    }.SelectMany(group => group).ToImmutableDictionary(suppression => suppression.SuppressedDiagnosticId, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [.. Suppressions.Values];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && Declared(tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan), diagnostic.Id) is { } declaration
                && context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken) is { } symbol
                && IsInContainer(symbol))
            {
                context.ReportSuppression(Suppression.Create(Suppressions[diagnostic.Id], diagnostic));
            }
        }
    }

    private static IEnumerable<SuppressionDescriptor> Describe(string id, ImmutableArray<string> suppressed, string justification) =>
        suppressed.Select(rule => new SuppressionDescriptor(id + "_" + rule, rule, justification));

    /// <summary>The declaration a rule is about, when it is of the kind that this suppressor knows.</summary>
    private static SyntaxNode? Declared(SyntaxNode node, string id) =>
        OnMethod.Contains(id) ? node as MethodDeclarationSyntax is { } method && IsDefine(method) ? method : null
        : OnParameter.Contains(id) ? node is ParameterSyntax { Parent.Parent: MethodDeclarationSyntax declaring } && IsDefine(declaring) ? node : null
        : node as ClassDeclarationSyntax;

    private static bool IsDefine(MethodDeclarationSyntax method) => method.Identifier.ValueText == "Define";

    private static bool IsInContainer(ISymbol symbol) =>
        (symbol as INamedTypeSymbol ?? symbol.ContainingType)
            .GetAttributes()
            .Any(attribute => attribute.AttributeClass?.ToDisplayString() == AttributeName);
}
