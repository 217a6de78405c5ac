using System.Text.RegularExpressions;
using FluentRnn.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace FluentRnn.Tests.Compiler.Incrementality;

/// <summary>What the generator runs again after an edit: nothing, unless a container means something else than before.</summary>
public class IncrementalityTests
{
    private const string Other = "namespace Elsewhere { public static class Other { public static int Number => 1; } }";

    [Fact]
    public void The_same_input_is_cached()
    {
        var (first, second) = Run(Source("SingleRnn"), Source("SingleRnn"), reparse: false);
        Assert.Equal([Reason.New], first.Spec);
        AssertCached(second);
    }

    public static TheoryData<string, string, string> Harmless { get; } = new()
    {
        { "a comment in the step", @"var \(h, c\)", "/* gates */ var (h, c)" },
        { "a comment before the class", @"\[RecurrentContainer\]", "// The simplest.\n[RecurrentContainer]" },
        { "white space", @"\.States\(", "\n\n   .States(" },
        { "line endings", "\n", "\r\n" },
        { "a class moved down", @"\[RecurrentContainer\]", "internal class Before;\n\n[RecurrentContainer]" },
        { "a class after it", "\n}\n", "\n}\n\ninternal class After;\n" },
        { "a member of the class", "static Recurrence", "public int Number => 3;\n\n    static Recurrence" },
        { "documentation", "its hidden state out", "its state out" },
        { "a trailing comma", @"cell = LSTMCell\(features, hidden\) }", "cell = LSTMCell(features, hidden), }" },
        { "another name for a parameter of the step", @"\bseq\b", "input" },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public void An_edit_without_meaning_leaves_plan_and_output_cached(string what, string before, string after)
    {
        var source = Source("SingleRnn");
        var edited = Regex.Replace(source, before, after);
        Assert.NotEqual(source, edited);
        var (_, second) = Run(source, edited);
        Assert.All(second.Spec, reason => Assert.True(reason is Reason.Unchanged or Reason.Cached, $"{what}: {reason}"));
        Assert.Equal([Reason.Cached], second.Plan);
        Assert.Equal([Reason.Cached], second.Output);
    }

    [Fact]
    public void Another_file_leaves_everything_cached()
    {
        var driver = Start(Source("SingleRnn"), Other);
        var compilation = Edit(driver.Compilation, 1, Other.Replace("1", "2", StringComparison.Ordinal));
        var second = Reasons.Of(driver.Driver.RunGenerators(compilation));
        Assert.Equal([Reason.Cached], second.Plan);
        Assert.Equal([Reason.Cached], second.Output);
    }

    [Fact]
    public void A_file_more_leaves_everything_cached()
    {
        var driver = Start(Source("SingleRnn"));
        var second = Reasons.Of(driver.Driver.RunGenerators(driver.Compilation.AddSyntaxTrees(TestCompilation.Tree(Other, "Other.cs"))));
        Assert.Equal([Reason.Cached], second.Plan);
        Assert.Equal([Reason.Cached], second.Output);
    }

    public static TheoryData<string, string> Meaningful { get; } = new()
    {
        { "h * 2", "h * 3" },
        { "h * 2", "h + 2" },
        { "Vector(left)", "Vector(2 * left)" },
        { "y = h", "z = h" },
        { "int hidden)", "int hidden = 8)" },
        { "cell", "gru" },
        { ".States(", ".Backward().States(" },
        { "class TwoSequences", "class Two" },
    };

    [Theory]
    [MemberData(nameof(Meaningful))]
    public void An_edit_with_meaning_runs_everything_again(string before, string after)
    {
        var source = Source("TwoSequences");
        var edited = source.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(source, edited);
        var (_, second) = Run(source, edited);
        Assert.Equal([Reason.Modified], second.Spec);
        Assert.Equal([Reason.Modified], second.Plan);
        Assert.All(second.Output, reason => Assert.True(reason is Reason.Modified or Reason.New, reason.ToString()));
    }

    [Fact]
    public void Only_the_container_edited_runs_again()
    {
        var driver = Start(Source("SingleRnn"), Source("TwoSequences"));
        var compilation = Edit(driver.Compilation, 1, Source("TwoSequences").Replace("h * 2", "h * 3", StringComparison.Ordinal));
        var second = Reasons.Of(driver.Driver.RunGenerators(compilation));
        Assert.Equal([Reason.Modified, Reason.Cached], second.Plan.Order());
        Assert.Equal([Reason.Modified, Reason.Cached], second.Output.Order());
    }

    [Fact]
    public void A_function_in_another_file_is_part_of_the_container()
    {
        const string functions = "public static class Functions { public static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x * 2; }";
        var driver = Start(Source("TwoSequences").Replace("h * 2", "global::Functions.Twice(h)", StringComparison.Ordinal), functions);
        var compilation = Edit(driver.Compilation, 1, functions.Replace("x * 2", "x * 3", StringComparison.Ordinal));
        Assert.Equal([Reason.Modified], Reasons.Of(driver.Driver.RunGenerators(compilation)).Plan);
    }

    /// <summary>The source, what the edit of the inner container does to the one around it, and the edit.</summary>
    public static TheoryData<string, string, Reason> InnerEdits { get; } = new()
    {
        { "tanh(c) * net.gain", "relu(c) * net.gain", Reason.Modified },
        { "c = Vector(size)", "c = Vector(size), d = Vector(1)", Reason.Modified },
        { "// The inner step.", "// The step inside.", Reason.Cached },
    };

    [Theory]
    [MemberData(nameof(InnerEdits))]
    public void An_inner_container_is_part_of_the_one_around_it(string before, string after, Reason expected)
    {
        const string inner = TestCompilation.Usings + """

            [RecurrentContainer]
            public sealed partial class Layer
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { c = Vector(size) })
                    .Modules(() => new { gain = Parameter(ones(size)) })
                    .Step((seq, state, net) =>
                    {
                        // The inner step.
                        var c = state.c + seq.x;
                        return Yield(sequence: new { y = tanh(c) * net.gain }, next: new { c });
                    });
            }
            """;
        const string outer = TestCompilation.Usings + """

            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { c = Vector(size) })
                    .Modules(() => new { layer = new Layer(size) })
                    .Step((seq, state, net) =>
                    {
                        var layer = net.layer.step(seq.x, new Layer.State(state.c));
                        return Yield(sequence: new { y = layer.Y }, next: new { c = layer.State.C! });
                    });
            }
            """;
        var driver = Start(outer, inner);
        var edited = inner.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(inner, edited);

        var second = Reasons.Of(driver.Driver.RunGenerators(Edit(driver.Compilation, 1, edited)));

        Assert.Equal([expected, expected], second.Plan);
        Assert.Equal(expected == Reason.Cached, second.Output.All(reason => reason == Reason.Cached));
    }

    [Fact]
    public void A_container_taken_away_takes_its_file_away()
    {
        var driver = Start(Source("SingleRnn"), Source("TwoSequences"));
        var compilation = Edit(driver.Compilation, 1, Source("TwoSequences").Replace("[RecurrentContainer]", "", StringComparison.Ordinal));
        var run = driver.Driver.RunGenerators(compilation).GetRunResult();
        Assert.EndsWith("SingleRnn.FluentRnn.g.cs", Assert.Single(run.GeneratedTrees).FilePath, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_while_typing_and_its_correction_come_back_to_the_same_text()
    {
        var source = Source("SingleRnn");
        var driver = Start(source);
        var before = Assert.Single(driver.Driver.GetRunResult().GeneratedTrees).ToString();
        var broken = driver.Driver.RunGenerators(Edit(driver.Compilation, 0, source.Replace("state.h", "state.", StringComparison.Ordinal)));
        Assert.Null(broken.GetRunResult().Results[0].Exception);
        var mended = broken.RunGenerators(driver.Compilation);
        Assert.Equal(before, Assert.Single(mended.GetRunResult().GeneratedTrees).ToString());
    }

    private static string Source(string container) => CanonicalContainers.Source(container);

    private static (GeneratorDriver Driver, Compilation Compilation) Start(params string[] sources)
    {
        var compilation = TestCompilation.Of(sources);
        return (TestCompilation.Driver().RunGenerators(compilation), compilation);
    }

    private static (Reasons First, Reasons Second) Run(string source, string edited, bool reparse = true)
    {
        var (driver, compilation) = Start(source);
        return (Reasons.Of(driver), Reasons.Of(driver.RunGenerators(reparse ? Edit(compilation, 0, edited) : compilation.Clone())));
    }

    private static Compilation Edit(Compilation compilation, int file, string text)
    {
        var tree = compilation.SyntaxTrees.ElementAt(file);
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, tree.FilePath));
    }

    private static void AssertCached(Reasons reasons)
    {
        Assert.Equal([Reason.Cached], reasons.Spec);
        Assert.Equal([Reason.Cached], reasons.Plan);
        Assert.Equal([Reason.Cached], reasons.Output);
    }

    /// <summary>Why each output of a step of the pipeline is what it is.</summary>
    private sealed record Reasons(IReadOnlyList<Reason> Spec, IReadOnlyList<Reason> Plan, IReadOnlyList<Reason> Output)
    {
        public static Reasons Of(GeneratorDriver driver)
        {
            var result = Assert.Single(driver.GetRunResult().Results);
            Assert.Null(result.Exception);
            return new Reasons(
                Collect(result.TrackedSteps[TrackingNames.Spec]),
                Collect(result.TrackedSteps[TrackingNames.Plan]),
                Collect(result.TrackedOutputSteps.SelectMany(steps => steps.Value)));
        }

        private static List<Reason> Collect(IEnumerable<IncrementalGeneratorRunStep> steps) => [.. steps.SelectMany(step => step.Outputs).Select(output => output.Reason)];
    }
}
