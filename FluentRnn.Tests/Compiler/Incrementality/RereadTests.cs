using FluentRnn.Generators;
using FluentRnn.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler.Incrementality;

/// <summary>
/// Which containers are read again after an edit: those that mean something else now, and few others. Every case also compares what is generated with what a
/// generator gives that has seen nothing before.
/// </summary>
public class RereadTests
{
    private const string Outer = TestCompilation.Usings + """

        namespace Demo.Nets
        {
            [RecurrentContainer]
            public sealed partial class Outer
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { c = Vector(size) })
                    .Modules(() => new { layer = new Layer(size) })
                    .Step((seq, state, net) =>
                    {
                        var layer = net.layer.step(Gates.Squash(seq.x) * Settings.Scale, new Layer.State(state.c));
                        return Yield(sequence: new { y = layer.Y }, next: new { c = layer.State.C! });
                    });
            }
        }
        """;

    private const string Layer = TestCompilation.Usings + """

        namespace Demo.Nets
        {
            [RecurrentContainer]
            public sealed partial class Layer
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { c = Vector(size) })
                    .Modules(() => new { gain = Parameter(ones(size)) })
                    .Step((seq, state, net) =>
                    {
                        var c = tanh(state.c + seq.x);
                        return Yield(sequence: new { y = c * net.gain }, next: new { c });
                    });
            }
        }
        """;

    private const string Alone = TestCompilation.Usings + """

        namespace Demo.Nets
        {
            [RecurrentContainer]
            public sealed partial class Alone
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) =>
                    {
                        var h = exp(state.h + seq.x);
                        return Yield(sequence: new { y = h }, next: new { h });
                    });
            }
        }
        """;

    private const string Gates = TestCompilation.Usings + """

        namespace Demo
        {
            public static class Gates
            {
                public static Tensor Squash(Tensor x) => Deeper.Half(x);

                public static int Unused() => 1;
            }
        }
        """;

    private const string Deeper = TestCompilation.Usings + """

        namespace Demo
        {
            public static class Deeper
            {
                public static Tensor Half(Tensor x) => x * 0.5;
            }

            public class Settings : Defaults
            {
            }
        }
        """;

    private const string Defaults = """
        namespace Demo
        {
            public class Defaults
            {
                public const double Scale = 2.0;
            }
        }
        """;

    private const string Elsewhere = """
        namespace Elsewhere
        {
            public class Program
            {
                public int Number { get; } = 1;

                public int Main(int x)
                {
                    return x + 1;
                }
            }
        }
        """;

    private static readonly Dictionary<string, string> Files = new()
    {
        [nameof(Outer)] = Outer,
        [nameof(Layer)] = Layer,
        [nameof(Alone)] = Alone,
        [nameof(Gates)] = Gates,
        [nameof(Deeper)] = Deeper,
        [nameof(Defaults)] = Defaults,
        [nameof(Elsewhere)] = Elsewhere,
    };

    /// <summary>What is done, to which file, the text before and after, and the containers that are read again.</summary>
    public static TheoryData<string, string, string, string, string> Edits { get; } = new()
    {
        // What no container can see.
        { "an unrelated body", nameof(Elsewhere), "x + 1", "x + 2", "" },
        { "an unrelated accessor", nameof(Elsewhere), "{ get; }", "{ get => 2; }", "" },
        { "an unrelated member", nameof(Elsewhere), "public int Main", "public int Second; public int Main", "" },
        { "an unrelated type", nameof(Elsewhere), "public class Program", "public class Other { } public class Program", "" },
        { "a type renamed", nameof(Elsewhere), "class Program", "class Programs", "" },
        { "a comment", nameof(Defaults), "public const", "/* twice */ public const", "" },

        // The container itself, and those it is inside of.
        { "the step of a container", nameof(Alone), "exp", "tanh", "Alone" },
        { "the step of an outer container", nameof(Outer), "y = layer.Y", "y = layer.Y * 2", "Outer" },
        { "the step of an inner container", nameof(Layer), "tanh", "exp", "Layer Outer" },
        { "a comment in an inner container", nameof(Layer), "var c", "/* gate */ var c", "Layer Outer" },

        // Functions that are walked.
        { "a function in the step", nameof(Gates), "Deeper.Half(x)", "Deeper.Half(x) * 2", "Outer" },
        { "a function in a function", nameof(Deeper), "0.5", "0.25", "Outer" },

        // Declarations.
        { "a constant of a base type", nameof(Defaults), "2.0", "3.0", "Outer" },
        { "a base type", nameof(Deeper), "Settings : Defaults", "Settings : System.Object", "Outer" },
        { "a return type", nameof(Deeper), "static Tensor Half", "static object Half", "Outer" },
        { "an overload that is better", nameof(Gates), "public static int Unused", "public static Tensor Squash(Tensor x, int more = 0) => x; public static int Unused", "Outer" },
        { "a type that hides another", nameof(Elsewhere), "namespace Elsewhere", "namespace Demo.Nets { public static class Gates { public static Tensor Squash(Tensor x) => x; } } namespace Elsewhere", "Outer" },
        { "a type that hides a function", nameof(Elsewhere), "namespace Elsewhere", "namespace Demo { public class exp { } } namespace Elsewhere", "Alone" },
        { "a namespace that hides a type", nameof(Elsewhere), "namespace Elsewhere", "namespace Demo.Nets.Deeper { } namespace Demo.Nets.Settings { } namespace Elsewhere", "Outer" },
        { "a type that takes the name of a type away", nameof(Defaults), "public class Defaults", "public class Settings { } public class Defaults", "Outer" },
        { "nullability of what follows", nameof(Defaults), "namespace Demo", "#nullable disable\nnamespace Demo", "Outer" },
        { "a polyfill", nameof(Elsewhere), "namespace Elsewhere", "namespace System { public struct Index { } } namespace Elsewhere", "Alone Layer Outer" },

        // What speaks to every file.
        { "a global using", nameof(Elsewhere), "namespace Elsewhere", "global using static Demo.Deeper; namespace Elsewhere", "Alone Layer Outer" },
        { "a global alias", nameof(Elsewhere), "namespace Elsewhere", "global using exp = System.Math; namespace Elsewhere", "Alone Layer Outer" },
        { "an extension method", nameof(Elsewhere), "public class Program", "public static class Extensions { public static int Twice(this int x) => 2 * x; } public class Program", "Alone Layer Outer" },
        { "an extension operator", nameof(Elsewhere), "public class Program", "public static class Extensions { extension(System.Version) { public static int operator +(System.Version a, int b) => b; } } public class Program", "Alone Layer Outer" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_reads_again_what_it_can_have_changed(string what, string file, string before, string after, string expected)
    {
        var edited = Files[file].Replace(before, after, StringComparison.Ordinal);
        Assert.True(edited != Files[file], what);

        Assert.Equal(expected, Reread(compilation => Replace(compilation, file, edited)));
    }

    /// <summary>What is done to the compilation, and the containers that are read again.</summary>
    public static TheoryData<string, Func<Compilation, Compilation>, string> Changes { get; } = new()
    {
        { "nothing", compilation => compilation.Clone(), "" },
        { "an unrelated file more", compilation => compilation.AddSyntaxTrees(Tree("Other", "class Other;")), "" },
        { "an unrelated file less", compilation => compilation.RemoveSyntaxTrees(File(compilation, nameof(Elsewhere))), "" },
        { "a file less", compilation => compilation.RemoveSyntaxTrees(File(compilation, nameof(Defaults))), "Outer" },
        { "a file more that hides a function", compilation => compilation.AddSyntaxTrees(Tree("Other", "namespace Demo { class exp; }")), "Alone" },
        { "an option", compilation => compilation.WithOptions(((CSharpCompilation)compilation).Options.WithNullableContextOptions(NullableContextOptions.Disable)), "Alone Layer Outer" },
        { "a reference", compilation => compilation.RemoveReferences(compilation.References.First()), "Alone Layer Outer" },
        { "the assembly's name", compilation => compilation.WithAssemblyName("Other"), "Alone Layer Outer" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_the_project_reads_again_what_it_can_have_changed(string what, Func<Compilation, Compilation> change, string expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Reread(change));
    }

    [Fact]
    public void An_edit_undone_reads_the_edited_container_only()
    {
        var reads = new List<string>();
        var before = Project();
        var driver = Driver(reads).RunGenerators(before);
        driver = driver.RunGenerators(Replace(before, nameof(Gates), Gates.Replace("Deeper.Half(x)", "x", StringComparison.Ordinal)));
        reads.Clear();

        driver = driver.RunGenerators(before);

        Assert.Equal(["Outer"], reads);
        Assert.Equal(Texts(Driver([]).RunGenerators(before)), Texts(driver));
    }

    [Fact]
    public void A_reading_that_is_cancelled_is_done_again()
    {
        using var source = new CancellationTokenSource();
        var reads = 0;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new RecurrentContainerGenerator((type, sources, cancellation) =>
            {
                if (++reads == 2)
                {
                    source.Cancel();
                }

                return ContainerParser.Parse(type, sources, FindingSink.None, cancellation);
            }).AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions);
        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(Project(), source.Token));

        driver = driver.RunGenerators(Project());

        Assert.Equal(Texts(Driver([]).RunGenerators(Project())), Texts(driver));
    }

    /// <summary>The containers read again after a change, in the order of their names; fails when something else is generated than without a memory.</summary>
    private static string Reread(Func<Compilation, Compilation> change)
    {
        var reads = new List<string>();
        var project = Project();
        var driver = Driver(reads).RunGenerators(project);
        Assert.Equal(["Alone", "Layer", "Outer"], reads.Order());
        reads.Clear();
        var changed = change(project);

        driver = driver.RunGenerators(changed);

        Assert.Equal(Texts(Driver([]).RunGenerators(changed)), Texts(driver));
        return string.Join(" ", reads.Order());
    }

    private static CSharpCompilation Project()
    {
        var project = TestCompilation.Empty.AddSyntaxTrees([.. Files.Select(file => Tree(file.Key, file.Value))]);
        Assert.Empty(TestCompilation.Generate(project).Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return project;
    }

    private static GeneratorDriver Driver(List<string> reads) => CSharpGeneratorDriver.Create(
        [new RecurrentContainerGenerator((type, sources, cancellation) =>
        {
            reads.Add(type.Name);
            return ContainerParser.Parse(type, sources, FindingSink.None, cancellation);
        }).AsSourceGenerator()],
        parseOptions: TestCompilation.ParseOptions);

    private static string[] Texts(GeneratorDriver driver)
    {
        var result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources.Select(source => source.HintName + "\n" + source.SourceText)];
    }

    private static SyntaxTree Tree(string name, string text) => TestCompilation.Tree(text, name + ".cs");

    private static SyntaxTree File(Compilation compilation, string name) => compilation.SyntaxTrees.Single(tree => tree.FilePath == name + ".cs");

    private static Compilation Replace(Compilation compilation, string name, string text) => compilation.ReplaceSyntaxTree(File(compilation, name), Tree(name, text));
}
