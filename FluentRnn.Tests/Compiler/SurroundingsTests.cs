using System.Diagnostics;
using System.Globalization;
using FluentRnn.Generators;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler;

/// <summary>Whole containers, from the user's text to the compiled file, in the surroundings that C# allows.</summary>
public class SurroundingsTests
{
    const string Chain = ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size) }).Step((seq, state) => { var h = tanh(state.h + seq.x); return Yield(sequence: new { y = h }, next: new { h }); })";

    public static TheoryData<string, string> Sources => new()
    {
        { "keywords", Named("@in", "@class", "@event") },
        { "letters of other scripts", Named("вход", "状態", "größe") },
        { "letters that differ in case only as parameters", Net(".Sequences(new { x = Vector(size) }).Constants(new { x0 = Vector(size) }).States(new { h = Vector(size) }).Step((seq, con, state) => { var H = tanh(state.h + seq.x + con.x0); var h = H * 2; return Yield(sequence: new { y = H }, next: new { h }); })") },
        { "names of 300 characters", Named(new string('x', 300), new string('h', 300), new string('y', 300)) },
        { "names of the generated members' parameters", Named("call", "input", "steps") },
        { "names of the generated methods", Named("forward", "call", "forward0") },
        { "names of inherited members", Named("Definition", "OpenStep", "Executor") },
        { "names of the loop's locals", Named("t", "step", "carried") },
        { "a type called Tensor", Net(Chain) + " public class Tensor { }" },
        { "a type called System", "namespace Demo { " + Net(Chain) + " public class System { } public class TorchSharp { } public class FluentRnn { } }" },
        { "types called State, Output and Input", Net(Chain) + " public class State { } public class Output { } public class Input { }" },
        { "nested types", "public static partial class Outer { partial struct Inner { " + Net(Chain) + " } }" },
        { "the global namespace", Net(Chain) },
        { "a namespace", "namespace Demo.Deep { " + Net(Chain) + " }" },
        { "two of one name", "namespace One { " + Net(Chain) + " } namespace Two { " + Net(Chain) + " }" },
        { "two of one name, nested", "partial class A { " + Net(Chain) + " } partial class B { " + Net(Chain) + " }" },
        { "a record beside it", Net(Chain) + " public record Row(int A);" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Compiles_without_a_warning(string name, string source)
    {
        foreach (var nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
        {
            foreach (var text in new[] { source, source.Replace("; ", ";\r\n", StringComparison.Ordinal) })
            {
                var (output, result) = TestCompilation.Generate(TestCompilation.Of(nullable, TestCompilation.Usings + "\n" + text));

                Assert.True(result.GeneratedTrees.Length > 0, name);
                TestCompilation.AssertCompiles(output);
                Assert.All(result.GeneratedTrees, tree => Assert.Contains("private Output RunSequence", tree.ToString(), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_container_of_one_file_cannot_be_continued_in_another()
    {
        var compilation = TestCompilation.WithUsings(Net(Chain).Replace("public sealed partial", "file sealed partial", StringComparison.Ordinal));

        var (_, result) = TestCompilation.Generate(compilation);

        Assert.Empty(result.GeneratedTrees);
        Assert.Equal("FRNN002", Assert.Single(Errors(compilation)).Id);
    }

    [Fact]
    public void A_missing_reference_is_told_once()
    {
        var slots = string.Join(", ", Enumerable.Range(0, 50).Select(i => $"x{i} = Vector(size)"));
        var source = MarkedCode.Usings + Net($".Sequences(new {{ {slots} }}).States(new {{ h = Vector(size) }}).Step((seq, state) => Yield(next: new {{ h = tanh(state.h) }}))");
        var compilation = Analysis.Compile(source, references: References.WithoutTorchSharp);

        Assert.Equal("FRNN009", Assert.Single(Errors(compilation)).Id);
    }

    [Fact]
    public void Two_hundred_slots_take_bounded_time()
    {
        string Members(string letter, string value) => string.Join(", ", Enumerable.Range(0, 200).Select(i => string.Format(CultureInfo.InvariantCulture, "{0}{1} = " + value, letter, i)));
        var source = Net($".Sequences(new {{ {Members("x", "Vector(size)")} }}).States(new {{ {Members("s", "Vector(size)")} }})"
            + $".Step((seq, state) => Yield(sequence: new {{ {Members("y", "state.s{1} * 2")} }}, next: new {{ {Members("s", "tanh(state.s{1} + seq.x{1})")} }}))");
        var watch = Stopwatch.StartNew();

        var text = TestCompilation.GenerateOne(source);

        Assert.Contains("var y199Stacked = ", text, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    [Theory]
    [Trait("Row", "D16")]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fi-FI")]
    public void The_text_is_the_same_in_every_run_order_and_culture(string culture)
    {
        string[] sources = [Net(Chain.Replace("tanh(", "-0.5f * tanh(", StringComparison.Ordinal)), Net(Chain).Replace("Net", "Other", StringComparison.Ordinal)];
        var expected = Texts(sources);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, Texts(sources));
            Assert.Equal(expected, Texts([sources[1], sources[0]]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string[] Texts(string[] sources)
        {
            var compilation = TestCompilation.Of([.. sources.Select(source => TestCompilation.Usings + "\n" + source)]);
            return [.. TestCompilation.Generate(compilation).Result.GeneratedTrees.Select(tree => tree.ToString()).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What the analyzer says, in errors.</summary>
    static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation) =>
        compilation.Findings().GetAwaiter().GetResult().Where(finding => finding.Severity == DiagnosticSeverity.Error);

    static string Named(string sequence, string state, string output) => Net(
        $".Sequences(new {{ {sequence} = Vector(size) }}).States(new {{ {state} = Vector(size) }})"
        + $".Step((s, q) => {{ var next = tanh(q.{state} + s.{sequence}); return Yield(sequence: new {{ {output} = next }}, next: new {{ {state} = next }}); }})");

    static string Net(string chain) => $"[RecurrentContainer] public sealed partial class Net {{ static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn{chain}; }}";
}
