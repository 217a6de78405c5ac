using System.Globalization;
using FluentRnn.Generators.Diagnostics;
using FluentRnn.Tests.Compiler.Diagnostics.Cases;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler.Diagnostics;

/// <summary>What the analyzer says, and where: every diagnostic once where it belongs, and not where it nearly does.</summary>
public class AnalyzerTests
{
    /// <summary>Diagnostics that no code of a container gives; they have tests of their own.</summary>
    static readonly string[] WithoutCases = ["FRNN008", "FRNN009", "FRNN086", "FRNN999"];

    static readonly Dictionary<string, Case> ByName = new[]
    {
        ContainerCases.All, ChainCases.All, SlotCases.All, StepCases.All, CaptureCases.All, ShapeCases.All, DataflowCases.All, OptimizationCases.All, CompositionCases.All,
    }.SelectMany(cases => cases).ToDictionary(tested => tested.ToString());

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id).Except(WithoutCases)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Row", "D8")]
    [Trait("Row", "D10")]
    public async Task The_analyzer_reports(string name)
    {
        var tested = ByName[name];
        var code = MarkedCode.Of(tested.Code);
        var compilation = Analysis.Compile(code.Text);
        var marked = code.Marks.Select(mark => mark.Id).Append(tested.Id).ToHashSet();

        var findings = (await compilation.Findings()).Where(finding => finding.Severity >= DiagnosticSeverity.Warning || marked.Contains(finding.Id)).ToList();

        Assert.Equal(
            code.Marks.Select(mark => $"{mark.Id} at '{code.Text[mark.Span.Start..mark.Span.End]}'"),
            findings.Select(finding => $"{finding.Id} at '{code.Text[finding.Location.SourceSpan.Start..finding.Location.SourceSpan.End]}'"));
        Assert.Equal(code.Marks.Select(mark => mark.Span), findings.Select(finding => finding.Location.SourceSpan));
        Assert.Equal(tested.Message, findings.FirstOrDefault(finding => finding.Id == tested.Id)?.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(tested.IsRejectedByTheCompiler, !compilation.Errors().IsEmpty);
    }

    /// <summary>The generator's part of the class is there when the analyzer runs in a build: it must neither be reported on nor change a finding.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_generated_part_changes_nothing(string name)
    {
        var tested = ByName[name];
        var compilation = Analysis.Compile(MarkedCode.Of(tested.Code).Text);
        var findings = await compilation.Findings();

        var generated = Analysis.Generate(compilation);

        Assert.Equal(Describe(findings), Describe(await generated.Findings()));
        if (!tested.IsRejectedByTheCompiler && findings.All(finding => finding.Severity != DiagnosticSeverity.Error))
        {
            Assert.Empty(generated.Errors());
        }

        static IEnumerable<string> Describe(IEnumerable<Diagnostic> findings) => findings.Select(finding => finding.ToString());
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12, "FluentRnn needs C# 13, but this project uses C# 12.0; raise 'LangVersion' in the project file")]
    [InlineData(LanguageVersion.CSharp13, null)]
    [InlineData(LanguageVersion.Preview, null)]
    public async Task FRNN008_is_about_the_language_version(LanguageVersion version, string? message)
    {
        var findings = await Analysis.Compile(MarkedCode.Usings + CaseContainers.Container(CaseContainers.Chain), version).Findings();

        Assert.Equal(message, findings.SingleOrDefault(finding => finding.Severity >= DiagnosticSeverity.Warning)?.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(message is not null, findings.Any(finding => finding.Id == "FRNN008"));
    }

    [Fact]
    public async Task FRNN009_is_about_TorchSharp()
    {
        var compilation = Analysis.Compile(MarkedCode.Usings + CaseContainers.Container(CaseContainers.Chain), references: References.WithoutTorchSharp);

        var finding = Assert.Single(await compilation.Findings());

        Assert.Equal("FRNN009", finding.Id);
        Assert.Equal("TorchSharp 0.107.0 or later must be referenced; found none", finding.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("All -PackProducts", null)]
    [InlineData("none", null)]
    [InlineData("", null)]
    [InlineData("All -Pack", "'-Pack' in the property FluentRnnOptimize is no optimisation and is ignored; use the names of Optimizations")]
    [InlineData("7", "'7' in the property FluentRnnOptimize is no optimisation and is ignored; use the names of Optimizations")]
    public async Task FRNN086_is_about_a_word_of_the_project(string property, string? message)
    {
        var findings = await Analysis.Compile(MarkedCode.Usings + CaseContainers.Container(CaseContainers.Chain)).Findings(new ProjectOptions(property), new RecurrentContainerAnalyzer());

        Assert.Equal(message, findings.SingleOrDefault(finding => finding.Id == "FRNN086")?.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_the_project_forbids_is_not_counted()
    {
        var code = MarkedCode.Usings + CaseContainers.Container(CaseContainers.Slots + ".Step((seq, state) => { var h = tanh(state.h + sigmoid(seq.x)); return Yield(sequence: new { y = h }, next: new { h }); })");

        Assert.Equal(["0 operations hoisted, 1 batched over time, 2 in the loop", "0 operations hoisted, 0 batched over time, 3 in the loop"], [await Counts("All"), await Counts("-BatchSteps")]);

        async Task<string> Counts(string property) => (await Analysis.Compile(code).Findings(new ProjectOptions(property), new RecurrentContainerAnalyzer()))
            .Single(finding => finding.Id == "FRNN080").GetMessage(CultureInfo.InvariantCulture)[7..].Split(", 0 after")[0];
    }

    [Fact]
    public async Task FRNN999_is_about_a_fault_of_FluentRnn()
    {
        var compilation = Analysis.Compile(MarkedCode.Usings + CaseContainers.Container(CaseContainers.Chain));
        var failing = new RecurrentContainerAnalyzer((_, _) => throw new InvalidOperationException("Out of order."));

        var finding = Assert.Single(await compilation.Findings(failing));

        Assert.Equal("FRNN999", finding.Id);
        Assert.Equal("FluentRnn failed on 'Net': InvalidOperationException: Out of order.; please report it", finding.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Without_FluentRnn_nothing_is_reported()
    {
        var compilation = Analysis.Compile("class RecurrentContainerAttribute : System.Attribute; [RecurrentContainer] class Net;", references: References.WithoutFluentRnn);

        Assert.Empty(await compilation.Findings());
        Assert.Empty(compilation.Errors());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_case_and_a_near_miss(string id)
    {
        Assert.Contains(ByName.Values, tested => tested.Id == id && tested.Message is not null);
        Assert.Contains(ByName.Values, tested => tested.Id == id && tested.Message is null);
    }

    [Fact]
    public void Every_case_is_about_a_diagnostic() => Assert.All(ByName.Values, tested => Assert.Equal(tested.Id, DiagnosticDescriptors.Get(tested.Id).Id));
}
