using System.Globalization;
using System.Reflection;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Combinations;

/// <summary>
/// The matrix: every combination of cells, inputs, outputs and feedbacks, written, generated, compiled, and compared with its plain loop.
/// <c>FLUENTRNN_MATRIX=all</c> runs the 729; without it, a sample by <c>FLUENTRNN_SEED</c> and the edges. <c>FLUENTRNN_MATRIX=Lstm21012</c> runs one.
/// </summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "D15")]
[Trait("Row", "R14")]
[Trait("Row", "U3")]
[Collection(Sequential.Name)]
public sealed class MatrixTests(ITestOutputHelper output)
{
    const int SampleSize = 24, AssemblySize = 27;

    static readonly int Seed = Seeds.Chosen();

    static readonly MatrixCase[] Chosen = Choose();

    /// <summary>Some cases an assembly: compilation is quicker in one go, and memory is bounded.</summary>
    static readonly Lazy<Assembly>[] Assemblies =
        [.. Chosen.Chunk(AssemblySize).Select(part => new Lazy<Assembly>(() => InMemory.Load(string.Join("\n", part.Select(MatrixSource.Write)))))];

    public static TheoryData<string> Names => [.. Chosen.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_is_its_plain_loop(string name)
    {
        output.WriteLine(Invariant($"FLUENTRNN_SEED={Seed}"));
        using var scope = NewDisposeScope();
        set_num_threads(1);
        manual_seed(Seed);
        var item = MatrixCase.All.Single(item => item.Name == name);
        var assembly = Assemblies[Array.IndexOf(Chosen, item) / AssemblySize].Value;
        var run = assembly.GetType("Call" + name)!.GetMethod("Run")!.CreateDelegate<Func<nn.Module, Executor, Tensor[], Tensor[], Tensor[]?, int, int, Tensor[]>>();
        using var net = New();
        using var twin = New();
        var (x, k) = (Leaves(item.Sequences, MatrixCase.Batch, MatrixCase.Steps, MatrixCase.Features), Leaves(item.Constants, MatrixCase.Batch, MatrixCase.Features));
        Tensor[] states = [.. Leaves(item.CellStates, MatrixCase.Batch, MatrixCase.Hidden), .. Leaves(item.Feedbacks, MatrixCase.Batch, MatrixCase.Features)];

        // The twin has the same weights by way of the state dictionary. It runs by hand.
        twin.load_state_dict(net.state_dict());
        var expected = Trained(twin, () => MatrixLoop.Run(item, twin, x, k, states, MatrixCase.Steps));
        var reference = Trained(net, () => run(net, Executor.Reference, x, k, states, MatrixCase.Steps, MatrixCase.Batch));
        var generated = Trained(net, () => run(net, Executor.Generated, x, k, states, MatrixCase.Steps, MatrixCase.Batch));
        Same.Values(expected, reference, what: $"{name}, reference");
        Same.Values(expected, generated, what: $"{name}, generated");

        Step(net);
        Step(twin);
        Assert.Equal(twin.state_dict().Keys, net.state_dict().Keys);
        Same.Values([.. twin.parameters()], [.. net.parameters()], what: $"{name}, parameter after a step of the optimizer");

        // States left out are zeros; another length and batch.
        using var noGradients = no_grad();
        var zeroStates = states.Select(state => zeros_like(state[..3])).ToArray();
        var (shortX, fewK) = (x.Select(sequence => sequence[..3, ..4]).ToArray(), k.Select(constant => constant[..3]).ToArray());
        Same.Values(
            Seeded(() => MatrixLoop.Run(item, twin, shortX, fewK, zeroStates, 4)),
            Seeded(() => run(net, Executor.Generated, shortX, fewK, null, 4, 3)),
            what: $"{name}, states left out");

        nn.Module New() => (nn.Module)Activator.CreateInstance(assembly.GetType(name)!, null, ScalarType.Float64)!;

        // The results, the gradients of every argument, and those of every parameter, which stay in place.
        Tensor[] Trained(nn.Module module, Func<Tensor[]> forward)
        {
            module.zero_grad();
            Tensor[] arguments = [.. x, .. k, .. states];
            var results = Seeded(forward);
            var by = module.parameters().Concat(arguments).ToArray();
            var gradients = Same.Gradient(results, by);
            foreach (var (parameter, gradient) in module.parameters().Zip(gradients)) parameter.grad = gradient.clone();
            return [.. results, .. gradients];
        }
    }

    static Tensor[] Seeded(Func<Tensor[]> forward)
    {
        manual_seed(Seed);
        return forward();
    }

    static void Step(nn.Module module)
    {
        using var optimizer = optim.Adam(module.parameters(), 0.01);
        optimizer.step();
    }

    static Tensor[] Leaves(int count, params long[] shape) => [.. Enumerable.Range(0, count).Select(_ => randn(shape, ScalarType.Float64, requires_grad: true))];

    static MatrixCase[] Choose() => Environment.GetEnvironmentVariable("FLUENTRNN_MATRIX") switch
    {
        "all" => [.. MatrixCase.All],
        { Length: > 0 } name => [MatrixCase.All.Single(item => item.Name == name)],
        _ => [.. Edges().Union(new System.Random(Seed).GetItems([.. MatrixCase.All], SampleSize))],
    };

    /// <summary>Nothing but the cell, and two of everything.</summary>
    static IEnumerable<MatrixCase> Edges() => Enum.GetValues<Unit>().SelectMany(unit => new MatrixCase[] { new(unit, 0, 0, 0, 0, 0), new(unit, 2, 2, 2, 2, 2) });

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
