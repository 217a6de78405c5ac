using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchSharp;

namespace FluentRnn.Tests.Compiler;

/// <summary>What the C# compiler alone makes of declarations: names and types are checked before any generator has run.</summary>
public class DeclarationCompilationTests
{
    const string States = "rnn.States(new { h = Vector(2), c = Vector(2) })";

    /// <summary>Every combination of groups, each with a body that uses every group it has.</summary>
    public static TheoryData<string> Combinations()
    {
        var data = new TheoryData<string>();
        for (var groups = 1; groups < 16; groups++) data.Add(Combination((groups & 8) != 0, (groups & 4) != 0, (groups & 2) != 0, (groups & 1) != 0));
        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_combination_of_groups_has_its_step(string declaration) => Assert.Equal("", Errors(declaration));

    [Theory]
    [InlineData("sequence: new { y }")]
    [InlineData("last: new { y }")]
    [InlineData("sequence: new { y }, last: new { z = y }")]
    public void Every_output_without_states_infers(string yield) => Assert.Equal("", Errors(
        $"rnn.Sequences(new {{ x = Vector(2) }}).Step(s => {{ var y = s.x; return Yield({yield}); }})",
        $"rnn.Sequences(new {{ x = Vector(2) }}).Step(s => {{ var y = s.x; return Yield({yield}, done: y.gt(0).any(1)); }})"));

    [Theory]
    [InlineData("next: new { h = y }")]
    [InlineData("sequence: new { y }, next: new { h = y }")]
    [InlineData("last: new { y }, next: new { h = y }")]
    [InlineData("sequence: new { y }, last: new { z = y }, next: new { h = y }")]
    [InlineData("next: new { h = y }, last: new { z = y }, sequence: new { y }")]
    public void Every_output_with_states_infers(string yield) => Assert.Equal("", Errors(
        $"rnn.States(new {{ h = Vector(2) }}).Step(s => {{ var y = s.h; return Yield({yield}); }})",
        $"rnn.States(new {{ h = Vector(2) }}).Step(s => {{ var y = s.h; return Yield({yield}, done: y.gt(0).any(1)); }})"));

    [Theory]
    [InlineData($"{States}.Step(s => Yield(next: new {{ s.h }}))")]
    [InlineData($"{States}.Step(s => Yield(next: new {{ s.h, d = s.c }}))")]
    [InlineData($"{States}.Step(s => Yield(next: new {{ s.c, s.h }}))")]
    [InlineData($"{States}.Step(s => Yield(next: new {{ s.h, c = 1 }}))")]
    [InlineData($"{States}.Step(s => Yield(sequence: new {{ y = s.h }}))")]
    [InlineData("rnn.Sequences(new { x = Vector(2) }).Step(s => Yield(next: new { h = s.x }))")]
    public void A_next_that_is_not_the_states_is_an_error(string declaration) => Assert.NotEqual("", Errors(declaration));

    [Theory]
    [InlineData($"{States}.Step(s => Yield(next: new {{ h = s.g, s.c }}))")]
    [InlineData($"{States}.Step((con, s) => Yield(next: new {{ s.h, s.c }}))")]
    [InlineData($"{States}.Step(s => Yield(new {{ s.h, s.c }}))")]
    [InlineData($"{States}.Initial(con => new {{ h = con.x }}).Step(s => Yield(next: s))")]
    public void Names_and_groups_that_are_not_there_are_errors(string declaration) => Assert.NotEqual("", Errors(declaration));

    [Fact]
    public void Initial_takes_the_groups_declared_before_it() => Assert.Equal("", Errors(
        "rnn.Constants(new { x = Vector(2) }).States(new { h = Vector(2) }).Initial(con => new { h = con.x }).Step((con, s) => Yield(next: s))",
        "rnn.States(new { h = Vector(2) }).Modules(() => new { w = Linear(2, 2) }).Initial(net => new { h = net.w.weight![0] }).Step((s, net) => Yield(next: s))",
        "rnn.Constants(new { x = Vector(2) }).States(new { h = Vector(2) }).Modules(() => new { w = Linear(2, 2) }).Initial((con, net) => new { h = net.w.call(con.x) }).Step((con, s, net) => Yield(next: s))"));

    [Fact]
    public void Every_option_keeps_the_groups() => Assert.Equal("", Errors(
        "rnn.Constants(new { x = Matrix(2, Any) }).Steps(3).Unroll().Backward(keepOrder: false).States(new { i = Index(), f = Flag(), s = Scalar(), u = Slot(ScalarType.Int32, 2, 3) })"
        + ".Unroll(2).Step((con, s) => Yield(sequence: new { con.x }, next: s))"));

    static string Combination(bool sequence, bool constant, bool state, bool modules)
    {
        string[] chain =
        [
            sequence ? ".Sequences(new { x = Vector(2) })" : "",
            constant ? ".Constants(new { k = Vector(2) })" : "",
            state ? ".States(new { h = Vector(2), c = Index() })" : "",
            modules ? ".Modules(() => new { w = Linear(2, 2) })" : "",
        ];
        (bool Present, string Name, string Use)[] groups =
            [(sequence, "seq", "seq.x"), (constant, "con", "con.k"), (state, "state", "state.h"), (modules, "net", "net.w.weight!")];
        var present = groups.Where(group => group.Present).ToList();
        var next = state ? ", next: new { h = y, state.c }" : "";
        return $"rnn{string.Concat(chain)}.Step(({string.Join(", ", present.Select(group => group.Name))}) => "
            + $"{{ var y = {string.Join(" + ", present.Select(group => group.Use))}; return Yield(sequence: new {{ y }}, last: new {{ z = y }}{next}); }})";
    }

    static string Errors(params string[] declarations)
    {
        var methods = declarations.Select((declaration, i) => $"    static Recurrence Define{i}(RecurrenceBuilder rnn) => {declaration};");
        var source = $$"""
            #nullable enable
            using System;
            using FluentRnn;
            using TorchSharp;
            using static FluentRnn.Dsl;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;
            static class Sample
            {
            {{string.Join("\n", methods)}}
            }
            """;
        MetadataReference[] references =
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Recurrence).Assembly.Location),
        ];
        var tree = CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create("Sample", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            // As the SDK does: TorchSharp was built for an older .NET.
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
        return string.Join('\n', compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString()));
    }
}
