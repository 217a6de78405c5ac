using System.Collections.Immutable;
using FluentRnn.Generators.Diagnostics;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Tests.Compiler.Diagnostics;

public class GeneratedMembersSuppressorTests
{
    const string Code = """
        using FluentRnn;

        [RecurrentContainer]
        public partial class Container
        {
            static object Define(RecurrenceBuilder rnn, int size) => null!;

            static object Other(int number) => null!;
        }

        public partial class Ordinary
        {
            static object Define(RecurrenceBuilder rnn, int size) => null!;
        }
        """;

    [Theory]
    [InlineData("IDE0051", "Container.Define")]
    [InlineData("CA1811", "Container.Define")]
    [InlineData("CA1822", "Container.Define")]
    [InlineData("IDE0060", "Container.Define(rnn)", "Container.Define(size)")]
    [InlineData("CA1801", "Container.Define(rnn)", "Container.Define(size)")]
    [InlineData("CA1052", "Container")]
    public async Task Suppresses_the_rule_on_Define_of_a_container_only(string rule, params string[] suppressed)
    {
        var findings = await Analysis.Compile(Code).Findings(new Rule(rule), new GeneratedMembersSuppressor());

        Assert.Equal(suppressed, findings.Where(finding => finding.IsSuppressed).Select(finding => finding.GetMessage(null)));
        Assert.NotEmpty(findings.Where(finding => !finding.IsSuppressed));
    }

    [Fact]
    public void A_rule_is_suppressed_for_one_reason()
    {
        var rules = new GeneratedMembersSuppressor().SupportedSuppressions;

        Assert.Equal(rules.Length, rules.Select(rule => rule.SuppressedDiagnosticId).Distinct().Count());
        Assert.Equal(rules.Length, rules.Select(rule => rule.Id).Distinct().Count());
    }

    /// <summary>Stands for a rule of the SDK: reports every method, parameter or class, by its id.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // No compiler loads this one.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    sealed class Rule(string id) : DiagnosticAnalyzer
#pragma warning restore RS1036, RS1038, RS1041
    {
#pragma warning disable RS1017 // The id is the rule's that it stands for.
        readonly DiagnosticDescriptor _rule = new(id, "Title", "{0}", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);
#pragma warning restore RS1017

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(Report, SyntaxKind.MethodDeclaration, SyntaxKind.Parameter, SyntaxKind.ClassDeclaration);
        }

        void Report(SyntaxNodeAnalysisContext context)
        {
            var (identifier, name) = (id, context.Node) switch
            {
                ("IDE0051" or "CA1811" or "CA1822", MethodDeclarationSyntax { Parent: ClassDeclarationSyntax type } method) => (method.Identifier, $"{type.Identifier}.{method.Identifier}"),
                ("IDE0060" or "CA1801", ParameterSyntax { Parent.Parent: MethodDeclarationSyntax { Parent: ClassDeclarationSyntax type } method } parameter) =>
                    (parameter.Identifier, $"{type.Identifier}.{method.Identifier}({parameter.Identifier})"),
                ("CA1052", ClassDeclarationSyntax type) => (type.Identifier, type.Identifier.ValueText),
                _ => default,
            };
            if (name is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(_rule, identifier.GetLocation(), name));
            }
        }
    }
}
