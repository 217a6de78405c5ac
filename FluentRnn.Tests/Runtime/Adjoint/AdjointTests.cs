using System.Globalization;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using FluentRnn.Tests.Compiler;
using FluentRnn.Tests.Runtime.Ir;
using FluentRnn.Tests.Runtime.Networks;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Adjoint;

/// <summary>
/// The gradients that an adjoint plan gives are those of torch through the generated container, for inputs, constants, initial states and all weights; and
/// the slopes of finite differences.
/// </summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public class AdjointTests(ITestOutputHelper output)
{
    const int UsualSeed = 3, Batch = 3, Steps = 4;

    /// <summary>Canonical containers without an adjoint, and why.</summary>
    static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["OpaqueModule"] = "the compiler does not know what",
        ["Countdown"] = "rows may end early",
        ["ResidualDropout"] = "the mask it draws is not among its results",
        ["LegendreMemoryNetwork"] = "the shape of an operand is not known",
        ["EchoStateNetwork"] = "the shape of an operand is not known",
        ["PhasedLstmNetwork"] = "the shape of an operand is not known",
        ["SelectiveStateSpaceNetwork"] = "the shape of an operand is not known",
        ["RetentionNetwork"] = "the shape of an operand is not known",
        ["ConvLstmNetwork"] = "the compiler does not know what",
    };

    /// <summary>
    /// Not compiled, in both directions at once, or without sequences that say how long they run; numbered steps, and states whose sizes only the call tells.
    /// </summary>
    static readonly HashSet<string> Others =
    [
        "PlainLoop", "BidirectionalTagger", "FixedLengthDecoder", "Outer",
        "ClockworkRnnNetwork", "CoverageDecoderNetwork", "MonotonicAttentionNetwork", "PointerNetworkNetwork", "LocationAttentionNetwork", "NeuralTuringMachineNetwork",
    ];

    public static TheoryData<string> Canonical => [.. CanonicalContainers.Names.Except(Others)];

    public static TheoryData<string> Gallery => [.. Network.All.Where(network => !network.Stops && network.Draws == Draws.Never).Select(network => network.Name).Except(Others)];

    [Theory]
    [MemberData(nameof(Canonical))]
    public void Canonical_containers(string name)
    {
        using var scope = NewDisposeScope();
        Seed();
        var spec = TestCompilation.Parse(CanonicalContainers.Compile(name), name)!;
        var (container, sizes) = Create(name, spec);
        container.eval();
        Compare(name, container, spec, Values(spec, sizes), slopes: true);
        container.Dispose();
    }

    [Theory]
    [MemberData(nameof(Gallery))]
    public void The_gallery(string name)
    {
        using var scope = NewDisposeScope();
        Seed();
        var network = Network.Of(name);
        using var container = network.Create();
        container.eval();
        var file = Directory.GetFiles(Repository.TestProject, network.Source + ".cs", SearchOption.AllDirectories).Single(path => File.ReadAllText(path).Contains("[RecurrentContainer", StringComparison.Ordinal));

        // With its neighbours, whose functions it may call.
        var sources = Directory.GetFiles(Path.GetDirectoryName(file)!, "*.cs").Select(File.ReadAllText);
        var spec = TestCompilation.Parse(TestCompilation.Of([TestCompilation.ImplicitUsings, .. sources]), network.Container.Name)!;
        var values = network.Values(Batch, Steps);
        var sizes = HostNames.Sizes(container, spec, values);
        foreach (var slot in spec.States.Where(slot => values.Find(slot.Name) is null).Select(slot => slot.Carried))
        {
            // Between 0 and 1, as probabilities, sums of weights and norms are.
            values.State(slot.Name, Draw(slot.Type, [.. slot.Type.Shape!.Value.Select(size => DimNumbers.Of(size, symbol => sizes[symbol]))]).sigmoid().detach().requires_grad_());
        }

        Compare(name, container, spec, values, slopes: false);
    }

    void Seed()
    {
        var seed = Seeds.Chosen(UsualSeed);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FLUENTRNN_SEED={seed}"));
        manual_seed(seed);
    }

    void Compare(string name, nn.Module container, ContainerSpec spec, SlotValues values, bool slopes)
    {
        var members = HostNames.Members(container, spec, values);
        var variant = ForwardPlanner.Plan(spec).Variants.Single(variant => variant.Conditions.All(condition => condition.Outcome == GraphEvaluator.IsTrue(condition.Text, members)));
        var plan = variant.Adjoint(spec);
        output.WriteLine(AdjointPrinter.Print(plan));
        if (plan.WhyNone is { } why)
        {
            Assert.True(Without.TryGetValue(name, out var expected) && why.Contains(expected, StringComparison.Ordinal), $"no adjoint, because {why}");
            return;
        }

        Assert.Empty(IrVerifier.Problems(plan.Start));
        Assert.Empty(IrVerifier.Problems(plan.Reverse));
        Assert.Empty(IrVerifier.Problems(plan.Finish));
        NamedCall.Choose(container, Executor.Generated);
        var result = NamedCall.Forward(container, values);
        var gradients = result.All.Select(tensor => is_floating_point(tensor.dtype) ? randn_like(tensor) : zeros_like(tensor)).ToArray();
        var byName = result.Values.Select((value, i) => (value.Name, gradients[i])).ToDictionary(pair => pair.Name, pair => pair.Item2, StringComparer.Ordinal);
        var byState = spec.States.Select((state, i) => (state.Name, gradients[result.Values.Count + i])).ToDictionary(pair => pair.Name, pair => pair.Item2, StringComparer.Ordinal);

        var leaves = spec.Sequences.Select(slot => ("sequence." + slot.Name, values[slot.Name]))
            .Concat(spec.Constants.Select(slot => ("constant." + slot.Name, values[slot.Name])))
            .Concat(spec.States.Select(slot => ("state." + slot.Name, values[slot.Name])))
            .Concat(container.named_parameters().Select(pair => ("weight." + pair.name, (Tensor)pair.parameter)))
            .Where(leaf => leaf.Item2.requires_grad).ToList();
        var differentiable = result.All.Zip(gradients).Where(pair => pair.First.requires_grad).ToList();
        var theirs = autograd.grad([.. differentiable.Select(pair => pair.First)], [.. leaves.Select(leaf => leaf.Item2)], [.. differentiable.Select(pair => pair.Second)], allow_unused: true);
        var actual = new AdjointRun(container, spec, variant.Body, plan, members).Gradients(values, property => byName[property], state => byState[state]);

        Assert.NotEmpty(leaves);
        foreach (var ((leaf, tensor), gradient) in leaves.Zip(theirs))
        {
            var mine = actual.GetValueOrDefault(leaf) ?? zeros_like(tensor);
            Same.Values(gradient is null || gradient.IsInvalid ? zeros_like(tensor) : gradient, mine, 1e-9, $"the gradient of {leaf}");
            if (slopes) RequireSlope(leaf, tensor, mine);
        }

        void RequireSlope(string leaf, Tensor tensor, Tensor gradient)
        {
            using var noGradients = no_grad();
            var direction = randn_like(tensor);
            double Shifted(double by)
            {
                var original = tensor.clone();
                tensor.add_(direction, by);
                var value = NamedCall.Forward(container, values).All.Zip(gradients).Where(pair => is_floating_point(pair.First.dtype)).Sum(pair => (pair.First * pair.Second).sum().ToDouble());
                tensor.copy_(original);
                return value;
            }

            var slope = (Shifted(1e-6) - Shifted(-1e-6)) / 2e-6;
            var expected = (gradient * direction).sum().ToDouble();
            Assert.True(Math.Abs(slope - expected) <= 1e-6 * Math.Max(1, Math.Abs(slope)), string.Create(CultureInfo.InvariantCulture, $"{leaf}: the slope is {slope}, but the gradient says {expected}"));
        }
    }

    /// <summary>A canonical container whose sizes are 3, 4, 5, …</summary>
    static (nn.Module Container, IReadOnlyDictionary<string, long> Sizes) Create(string name, ContainerSpec spec)
    {
        var constructor = typeof(AdjointTests).Assembly.GetType("FluentRnn.Tests.Containers." + name)!.GetConstructors().Single();
        var sizes = spec.Parameters.Select((parameter, i) => (parameter.Name, Size: i + 3L)).ToDictionary(pair => pair.Name, pair => pair.Size, StringComparer.Ordinal);
        object? Argument(System.Reflection.ParameterInfo parameter) => parameter.Name switch
        {
            "device" => null,
            "dtype" => ScalarType.Float64,
            var size when parameter.ParameterType == typeof(bool) => true,
            var size when parameter.ParameterType == typeof(int) => (int)sizes[size!],
            var other => Convert.ChangeType(0.5, parameter.ParameterType, CultureInfo.InvariantCulture),
        };
        return ((nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(Argument)]), sizes);
    }

    /// <summary>Random values for all slots; sizes that the declaration leaves open are 5.</summary>
    static SlotValues Values(ContainerSpec spec, IReadOnlyDictionary<string, long> sizes)
    {
        var values = new SlotValues(Batch, Steps);
        foreach (var slot in spec.Sequences) values.Sequence(slot.Name, Draw(slot.Type, [Batch, Steps, .. Sizes(slot.Type)]));
        foreach (var slot in spec.Constants) values.Constant(slot.Name, slot.Type.Element == ElementType.Unknown ? rand([Batch, .. Sizes(slot.Type)]) < 0.7 : Draw(slot.Type, [Batch, .. Sizes(slot.Type)]));
        foreach (var slot in spec.States) values.State(slot.Name, Draw(slot.Type, [Batch, .. Sizes(slot.Carried.Type)]));
        return values;

        long[] Sizes(TensorType type) => [.. type.Shape!.Value.Skip(1).Select(size => size.IsRunTime ? 5 : DimNumbers.Of(size, symbol => sizes[symbol]))];
    }

    static Tensor Draw(TensorType type, long[] shape) => type.Element.IsFloating() || type.Element == ElementType.Unknown
        ? randn(shape, ScalarType.Float64, requires_grad: true)
        : randint(0, 2, shape).to_type(Enum.Parse<ScalarType>(type.Element.ToString()));
}
