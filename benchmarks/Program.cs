using System.Diagnostics;
using FluentRnn;
using FluentRnn.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// What the generator costs: the median of several runs over 50 containers, cold, after an edit elsewhere, and after an edit of one container.
const int Containers = 50;
const int Rounds = 7;

var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
    .Append(typeof(TorchSharp.torch).Assembly.Location).Append(typeof(RecurrentContainerAttribute).Assembly.Location)
    .Distinct().Select(path => MetadataReference.CreateFromFile(path)).ToList();

var compilation = CSharpCompilation.Create(
    "Benchmark",
    Enumerable.Range(0, Containers).Select(i => CSharpSyntaxTree.ParseText(Source(i, 4))).Append(CSharpSyntaxTree.ParseText("class Elsewhere;")),
    references,
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
    if (driver.GetRunResult().GeneratedTrees.Length != Containers) throw new InvalidOperationException("Not every container was generated.");
}

Console.WriteLine(FormattableString.Invariant($"| {Containers} containers | ms, median | ms a container |"));
Console.WriteLine("|---|---|---|");
Print("cold", cold);
Print("after an edit elsewhere", elsewhere);
Print("after an edit of one container", one);

static double Time(Action action)
{
    var watch = Stopwatch.StartNew();
    action();
    return watch.Elapsed.TotalMilliseconds;
}

// The first round warms the JIT compiler up.
static void Print(string name, List<double> times)
{
    var median = times.Skip(1).Order().ElementAt(Rounds / 2);
    Console.WriteLine(FormattableString.Invariant($"| {name} | {median:0.0} | {median / Containers:0.00} |"));
}

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
