using System.Diagnostics;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Benchmarks.Generator;

/// <summary>What the generator costs, in milliseconds a container.</summary>
/// <param name="Cold">When nothing was generated before.</param>
/// <param name="ElsewhereEdited">After an edit of a file without containers.</param>
/// <param name="OneEdited">After an edit of one container, for all of them together.</param>
sealed record GeneratorCost(Spread Cold, Spread ElsewhereEdited, Spread OneEdited)
{
    const int Containers = 50, Rounds = 7;

    /// <summary>Runs the generator over many containers, several times.</summary>
    public static GeneratorCost Measure()
    {
        var compilation = CSharpCompilation.Create(
            "Benchmark",
            Enumerable.Range(0, Containers).Select(i => CSharpSyntaxTree.ParseText(Source(i, 4))).Append(CSharpSyntaxTree.ParseText("class Elsewhere;")),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var first = compilation.SyntaxTrees.First();
        var last = compilation.SyntaxTrees.Last();

        var cold = new List<double>();
        var elsewhere = new List<double>();
        var one = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            GeneratorDriver driver = CSharpGeneratorDriver.Create(new RecurrentContainerGenerator());

            // A compilation keeps what it has bound, so every run gets a new one.
            cold.Add(Time(() => driver = driver.RunGenerators(compilation.Clone())));
            elsewhere.Add(Time(() => driver.RunGenerators(compilation.ReplaceSyntaxTree(last, CSharpSyntaxTree.ParseText("class Elsewhere2;")))));
            one.Add(Time(() => driver.RunGenerators(compilation.ReplaceSyntaxTree(first, CSharpSyntaxTree.ParseText(Source(0, 3))))));
            if (driver.GetRunResult().GeneratedTrees.Length != Containers) throw new BenchmarkException("The generator did not generate every container.");
        }

        return new(PerContainer(cold), PerContainer(elsewhere), PerContainer(one));
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
    static Spread PerContainer(List<double> times) => Spread.Of(times.Skip(1).Select(time => time / Containers));

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
