using System.Diagnostics;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Benchmarks.Generator;

/// <summary>What the generator costs, in milliseconds a container.</summary>
/// <param name="Cold">When nothing was generated before.</param>
/// <param name="ElsewhereEdited">After an edit of a file without containers.</param>
/// <param name="OneEdited">After an edit of one container, for all of them together.</param>
/// <param name="Benchmarks">The containers of the benchmarks, when nothing was generated before.</param>
sealed record GeneratorCost(Spread Cold, Spread ElsewhereEdited, Spread OneEdited, Spread Benchmarks)
{
    const int Containers = 50, Rounds = 7;

    /// <summary>Runs the generator over many containers, several times.</summary>
    public static GeneratorCost Measure()
    {
        var compilation = Compilation(Enumerable.Range(0, Containers).Select(i => Source(i, 4)).Append("class Elsewhere;"));
        var first = compilation.SyntaxTrees.First();
        var last = compilation.SyntaxTrees.Last();

        var cold = new List<double>();
        var elsewhere = new List<double>();
        var one = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var driver = RunCold(compilation, cold, Containers);
            elsewhere.Add(Time(() => driver.RunGenerators(compilation.ReplaceSyntaxTree(last, CSharpSyntaxTree.ParseText("class Elsewhere2;")))) / Containers);
            one.Add(Time(() => driver.RunGenerators(compilation.ReplaceSyntaxTree(first, CSharpSyntaxTree.ParseText(Source(0, 3))))) / Containers);
        }

        return new(WithoutFirst(cold), WithoutFirst(elsewhere), WithoutFirst(one), OfBenchmarks());
    }

    /// <summary>The containers of this program, from its own sources.</summary>
    static Spread OfBenchmarks()
    {
        var assembly = typeof(GeneratorCost).Assembly;
        var sources = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".Containers.cs", StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
        var compilation = Compilation(sources);
        var containers = compilation.SyntaxTrees.Sum(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Count());
        var times = new List<double>();
        for (var round = 0; round <= Rounds; round++)
            RunCold(compilation, times, containers);
        return WithoutFirst(times);
    }

    static CSharpCompilation Compilation(IEnumerable<string> sources) => CSharpCompilation.Create(
        "Benchmark", sources.Select(source => CSharpSyntaxTree.ParseText(source)), References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    static GeneratorDriver RunCold(Compilation compilation, List<double> times, int containers)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new RecurrentContainerGenerator());

        // A compilation keeps what it has bound, so every run gets a new one.
        times.Add(Time(() => driver = driver.RunGenerators(compilation.Clone())) / containers);
        return driver.GetRunResult().GeneratedTrees.Length == containers ? driver : throw new BenchmarkException("The generator did not generate every container.");
    }

    static List<PortableExecutableReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(TorchSharp.torch).Assembly.Location).Append(typeof(RecurrentContainerAttribute).Assembly.Location)
            .Distinct().Select(path => MetadataReference.CreateFromFile(path)).ToList();

    static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }

    // The first round warms the JIT compiler up.
    static Spread WithoutFirst(List<double> times) => Spread.Of(times.Skip(1));

    static string Source(int number, int factor) => $$"""
        using FluentRnn;
        using static FluentRnn.Dsl;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [RecurrentContainer]
        public sealed partial class Decoder{{number}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
                .Constants(new { context = Vector(memory) })
                .States(new { h = Vector(hidden), c = Vector(hidden), previous = TeacherForced(Vector(vocab)) })
                .Modules(() => new { cell = LSTMCell(vocab + memory, hidden), readout = Linear(hidden, vocab) })
                .Step(static (con, state, net) =>
                {
                    var input = cat([state.previous, con.context], 1);
                    var (h, c) = net.cell.call(input, (state.h, state.c));
                    var logits = net.readout.call(h) * {{factor}};
                    return Yield(sequence: new { logits }, last: new { summary = h }, next: new { h, c, previous = softmax(logits, 1) });
                });
        }
        """;
}
