using FluentRnn.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>
/// What the compiler does not read in a step: the container keeps all its members, its step runs as it is written, and the analyzer says why. Nothing is
/// ever thrown, and what is generated compiles.
/// </summary>
public class AllowListTests
{
    [Theory]
    [InlineData("while (h.requires_grad) { h = h + 1; }", "a while loop cannot be compiled", "FRNN030")]
    [InlineData("do { h = h + 1; } while (depth < 0);", "a while loop cannot be compiled", "FRNN030")]
    [InlineData("for (var i = 0; i < depth; i++) { h = h + 1; }", "the bounds of a loop are not constant", "FRNN038")]
    [InlineData("for (; ; ) { h = h + 1; break; }", "the bounds of a loop are not constant", "FRNN038")]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == 1) { break; } }", "a break cannot be compiled", "FRNN030")]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == 1) { continue; } }", "a continue cannot be compiled", "FRNN030")]
    [InlineData("foreach (var size in Sizes) { h = h * size; }", "a foreach runs over a collection that is not known while compiling", "FRNN031")]
    [InlineData("switch (depth) { case 1: h = h + 1; break; }", "a switch cannot be compiled", "FRNN030")]
    [InlineData("try { h = h + 1; } finally { }", "a try statement cannot be compiled", "FRNN030")]
    [InlineData("using (no_grad()) { h = h + 1; }", "a using statement cannot be compiled", "FRNN030")]
    [InlineData("using var scope = no_grad();", "a using statement cannot be compiled", "FRNN030")]
    [InlineData("lock (rnn) { h = h + 1; }", "a lock cannot be compiled", "FRNN030")]
    [InlineData("goto end; end: h = h + 1;", "a goto cannot be compiled", "FRNN030")]
    [InlineData("end: h = h + 1; if (depth < 0) { goto end; }", "a label cannot be compiled", "FRNN030")]
    [InlineData("if (depth > 3) { throw new InvalidOperationException(); }", "a throw cannot be compiled", "FRNN030")]
    [InlineData("Console.WriteLine(depth);", "'WriteLine' may have side effects", "FRNN043")]
    [InlineData("changed = 2;", "'changed' is assigned from inside the step", "FRNN031")]
    [InlineData("h[0] = con.c[0];", "'h[0]' is assigned", "FRNN036")]
    [InlineData("for (var i = 0; i < 1000; i++) { for (var j = 0; j < 1000; j++) { ; } }", "it runs through more than 16384 statements", "FRNN031")]
    [InlineData("for (var i = 0; i < 1000; i++) { h = h + i; h = h * i; h = h - i; h = h + i; h = h * i; }", "it has more than 4096 operations", "FRNN031")]
    public Task A_statement(string statement, string why, string id) => IsRefused("var h = state.h;\n" + statement, why, id);

    [Theory]
    [InlineData("var h = depth switch { 1 => state.h, _ => state.h + 1 };", "a switch cannot be compiled", "FRNN031")]
    [InlineData("var h = state.h is { } tensor ? tensor : con.c;", "a pattern cannot be compiled", "FRNN031")]
    [InlineData("var h = (Tensor?)state.h ?? con.c;", "a ?? expression cannot be compiled", "FRNN031")]
    [InlineData("var h = ((Tensor?)state.h)?.tanh()!;", "a ?. expression cannot be compiled", "FRNN031")]
    [InlineData("var h = deep ? state.h : throw new InvalidOperationException();", "a throw cannot be compiled", "FRNN031")]
    [InlineData("var h = state.h + new Random(depth).Next();", "an object of type 'Random' cannot be compiled", "FRNN031")]
    [InlineData("var h = state.h.rename([$\"{depth}\"]);", "an interpolated string cannot be compiled", "FRNN031")]
    [InlineData("var h = (from tensor in new[] { state.h, con.c } select tensor + 1).First();", "the expression 'from tensor in new[] { state.h, con.c } select tensor + 1' cannot be compiled", "FRNN031")]
    [InlineData("var h = new[] { state.h, con.c }.Aggregate((a, b) => a + b);", "'new[] { state.h, con.c }.Aggregate((a, b) => a + b)' is not a tensor that the compiler can follow", "FRNN031")]
    [InlineData("var list = new List<Tensor> { state.h }; var h = list[0];", "an object of type 'List' cannot be compiled", "FRNN031")]
    [InlineData("var h = state.h + typeof(int).Name.Length;", "typeof cannot be compiled", "FRNN031")]
    [InlineData("var h = state.h * Sizes[depth];", "the index of 'Sizes[depth]' is not constant", "FRNN031")]
    [InlineData("var h = state.h[con.c > 0];", "the index 'con.c > 0' is not an integer known on the host", "FRNN031")]
    [InlineData("Func<Tensor, Tensor> squash = deep ? tanh : sigmoid; var h = squash(state.h);", "the expression 'tanh' cannot be compiled", "FRNN031")]
    public Task An_expression(string statements, string why, string id) => IsRefused(statements, why, id);

    [Theory]
    [InlineData("var h = (bool)(state.h.sum() > 0) ? con.c : state.h;", "a condition depends on the tensor 'state.h.sum() > 0'", "FRNN033")]
    [InlineData("var h = state.h; var positive = h.sum() > 0; if (positive.ToBoolean()) { h = -h; }", "a condition depends on the tensor 'positive'", "FRNN033")]
    [InlineData("var h = state.h * state.h.sum().item<float>();", "'item' reads the tensor 'state.h.sum()' on the host", "FRNN034")]
    [InlineData("var h = state.h * (float)state.h.sum();", "'(Single)' reads the tensor 'state.h.sum()' on the host", "FRNN034")]
    [InlineData("var h = state.h * state.h.ToSingle();", "'ToSingle' reads the tensor 'h' on the host", "FRNN034")]
    [InlineData("var h = state.h + state.h.data<float>().Count;", "'data' reads the tensor 'h' on the host", "FRNN034")]
    [InlineData("var h = state.h.add_(1);", "'add_' changes 'h' in place", "FRNN035")]
    [InlineData("var h = nn.functional.relu(state.h, inplace: true);", "'relu' changes 'h' in place", "FRNN035")]
    [InlineData("state = null!; var h = con.c;", "'state' is assigned", "FRNN036")]
    [InlineData("var h = state.h + captured;", "the tensor 'captured' is captured", "FRNN042")]
    [InlineData("var h = state.h + Field;", "the field 'Field' is captured", "FRNN042")]
    [InlineData("var h = state.h + Property;", "the tensor 'Property' is captured", "FRNN042")]
    [InlineData("var h = Layer.call(seq.x) + state.h;", "the field 'Layer' is captured", "FRNN042")]
    [InlineData("var h = state.h * changed;", "the local 'changed' can change", "FRNN040")]
    [InlineData("var h = Forever(state.h);", "'Forever' calls itself", "FRNN031")]
    [InlineData("var h = Twice(state.h);", "'Twice' calls itself", "FRNN031")]
    public Task A_tensor_or_a_function_misused(string statements, string why, string id) => IsRefused(statements, why, id);

    [Theory]
    [InlineData("var h = Countdown(state.h, 3);")]
    [InlineData("var h = state.h; checked { h = h + 1; }")]
    [InlineData("var h = state.h; ; { h = h * 2; }")]
    [InlineData("var h = state.h * sizeof(int) + nameof(depth).Length;")]
    public void Read_although_unusual(string statements)
    {
        var spec = TestCompilation.Parse(Compile(statements))!;
        Assert.Null(spec.WhyPlain);
        Assert.Single(spec.Variants);
    }

    [Fact]
    public async Task An_error_of_CSharp_is_left_to_the_compiler()
    {
        var compilation = Compile("var h = net.layer.call(seq.x, 1);");

        Assert.Contains(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("the step does not compile", TestCompilation.Parse(compilation)!.WhyPlain);
        Assert.Single(TestCompilation.Generate(compilation).Result.GeneratedTrees);
        Assert.Empty(await Reported(compilation));
    }

    private static async Task IsRefused(string statements, string why, string id)
    {
        var compilation = Compile(statements);
        TestCompilation.AssertCompiles(compilation);

        var spec = TestCompilation.Parse(compilation)!;
        Assert.Empty(spec.Variants);
        Assert.Equal(why, spec.WhyPlain);

        var (output, result) = TestCompilation.Generate(compilation);
        TestCompilation.AssertCompiles(output);
        Assert.Contains($"because {why.Replace(">", "&gt;", StringComparison.Ordinal)}.", Assert.Single(result.GeneratedTrees).ToString(), StringComparison.Ordinal);

        // The plain loop is not worth telling beside an error.
        string[] expected = DiagnosticDescriptors.Get(id).DefaultSeverity == DiagnosticSeverity.Error ? [id] : ["FRNN084", id];
        Assert.Equal(expected, await Reported(compilation));
    }

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Compile(string statements) => TestCompilation.WithUsings(
        "using System.Collections.Generic;\nusing System.Linq;\n" + StepSource.Of(
            statements,
            """
            public static readonly Tensor Field = null!;
            public static readonly Linear Layer = null!;
            public static readonly int[] Sizes = [1, 2];
            public static Tensor Property => Field;
            public static Tensor Countdown(Tensor value, int from) => from == 0 ? value : Countdown(value + 1, from - 1);
            public static Tensor Forever(Tensor value) => Forever(value + 1);
            public static Tensor Twice(Tensor value) => Twice(value + 1) + Twice(value + 2);
            """,
            "var captured = zeros(1); var changed = 1; changed++;"));

    /// <summary>What is reported beside slots that this step does not use.</summary>
    private static async Task<IEnumerable<string>> Reported(Compilation compilation) => (await TestCompilation.Analyze(compilation))
        .Select(diagnostic => diagnostic.Id).Where(id => id is not ("FRNN023" or "FRNN045" or "FRNN072" or "FRNN074" or "FRNN080"));
}
