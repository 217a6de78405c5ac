using System.Globalization;
using FluentRnn.Generators.Diagnostics;
using FluentRnn.Tests.Compiler.Diagnostics.Cases;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Diagnostics;

/// <summary>What the analyzer says, and where: every diagnostic once where it belongs, and not where it nearly does.</summary>
public class AnalyzerTests
{
    /// <summary>Diagnostics that no code of a container gives; they have tests of their own.</summary>
    static readonly string[] WithoutCases = ["FRNN008", "FRNN009", "FRNN999"];

    static readonly Dictionary<string, Case> ByName = new[]
    {
        ContainerCases.All, ChainCases.All, SlotCases.All, StepCases.All, CaptureCases.All, ShapeCases.All, DataflowCases.All, OptimizationCases.All,
    }.SelectMany(cases => cases).ToDictionary(tested => tested.ToString());

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id).Except(WithoutCases)];

    [Theory]
    [MemberData(nameof(Names))]
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
