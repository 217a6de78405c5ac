using System.Globalization;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir.Shapes;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Ir;

/// <summary>
/// The gradients of the derivative rules, computed by the operations they add, are those of torch, and the slopes of finite differences: for operands
/// away from kinks, of either sign, and at kinks and ties, where torch's conventions count.
/// </summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public class DerivativeRuleTests(ITestOutputHelper output)
{
    const int UsualSeed = 3;

    /// <summary>Numbers in the domain of an operation.</summary>
    static readonly Dictionary<string, Func<Tensor, Tensor>> Domains = new(StringComparer.Ordinal)
    {
        ["acosh"] = x => x.abs() + 1.1,
        ["cholesky"] = x => x.matmul(x.mT) + (2 * eye(x.shape[^1], dtype: x.dtype)),
        ["logdet"] = x => x.matmul(x.mT) + (2 * eye(x.shape[^1], dtype: x.dtype)),
        ["inv"] = x => x + (4 * eye(x.shape[^1], dtype: x.dtype)),
        ["det"] = x => x + (2 * eye(x.shape[^1], dtype: x.dtype)),
        ["solve"] = x => x.shape[^1] == x.shape[^2] ? x + (4 * eye(x.shape[^1], dtype: x.dtype)) : x,
        ["cholesky_solve"] = x => x.shape[^1] == x.shape[^2] ? x.tril() + (4 * eye(x.shape[^1], dtype: x.dtype)) : x,
    };

    /// <summary>Whose result is a rounded number or jumps: finite differences say nothing.</summary>
    static readonly HashSet<string> Jumping = ["remainder", "fmod", "div_rounded", "copysign"];

    /// <summary>Of what reads half of a matrix: of a symmetric one, or of a triangle.</summary>
    static readonly Dictionary<string, Func<Tensor, Tensor>> Directions = new(StringComparer.Ordinal)
    {
        ["cholesky"] = direction => direction + direction.mT,
        ["cholesky_solve"] = direction => direction.tril(),
    };

    /// <summary>Where torch itself has fewer digits.</summary>
    static readonly Dictionary<string, double> Tolerances = new(StringComparer.Ordinal)
    {
        ["hardsigmoid"] = 1e-7,
        ["celu"] = 1e-7,
        ["to_type"] = 1e-2,
        ["float"] = 1e-2,
        ["half"] = 1e-2,
        ["bfloat16"] = 1e-2,
    };

    static readonly Dictionary<string, StepGraph> Graphs = new(StringComparer.Ordinal);
    static readonly Dictionary<int, string> Untested = [];
    static readonly Lazy<GraphEvaluator> Evaluator = new(Compile);

    /// <summary>How operands are drawn.</summary>
    public enum Draw
    {
        Positive,
        Signed,
        Kinks,
    }

    public static IEnumerable<object[]> Numbered => DerivativeCases.All.Select((item, i) => new object[] { i, item.Operands, item.Call });

    [Theory]
    [MemberData(nameof(Numbered))]
    public void A_rule_is_torchs_derivative(int number, string operands, string call)
    {
        var evaluator = Evaluator.Value;
        var seed = Seeds.Chosen(UsualSeed);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FLUENTRNN_SEED={seed}: {call} of {operands}"));
        if (Untested.TryGetValue(number, out var reason))
        {
            output.WriteLine($"not compared: {reason}");
            return;
        }

        foreach (var draw in Enum.GetValues<Draw>())
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            Compare(evaluator, number, draw);
        }
    }

    [Fact]
    public void Every_row_says_whether_it_has_a_derivative() =>
        Assert.All(OperationTable.All, operation => Assert.True(operation.Derivative is not null, $"'{operation}' says nothing of its derivative"));

    [Fact]
    public void Formulas_are_of_operands() =>
        Assert.All(OperationTable.All, operation => Assert.All(operation.Derivative!.Operands, operand => Assert.Contains(operand, operation.Parameters)));

    [Fact]
    public void Every_rule_is_compared()
    {
        _ = Evaluator.Value;
        var compared = Graphs.Keys.Where(name => name[0] == 'F').Select(name => Graphs[name].Ops[0].Operation).ToHashSet();
        Assert.All(OperationTable.All.Where(operation => operation.Derivative!.Operands.Count > 0), operation => Assert.Contains(operation, compared));
    }

    static void Compare(GraphEvaluator evaluator, int number, Draw draw)
    {
        var forward = Graphs[Name('F', number)];
        var operation = forward.Ops[0].Operation;
        var inputs = forward.Inputs.Select(input => Sample(input, operation, draw)).ToArray();
        Tensor[] Run(Tensor[] values) => evaluator.Run(Name('F', number), input => values[input.Value.Id], batch: 7);

        Tensor[]? results = null;
        var refusal = Record.Exception(() => results = Run(inputs));

        // Outside its domain torch may refuse an operand; not among positive numbers.
        Assert.True(refusal is null || draw != Draw.Positive, $"{refusal}");
        if (refusal is not null) return;

        var differentiable = results!.Where(result => result.requires_grad).ToArray();
        var gradients = results!.Select(result => is_floating_point(result.dtype) ? randn(result.shape, ScalarType.Float64).to_type(result.dtype) : result).ToArray();
        var leaves = inputs.Where(input => input.requires_grad).ToArray();
        var expected = new Dictionary<Tensor, Tensor?>(ReferenceEqualityComparer.Instance);
        if (differentiable.Length > 0)
        {
            Tensor[] given = [.. results!.Zip(gradients).Where(pair => pair.First.requires_grad).Select(pair => pair.Second)];
            foreach (var (leaf, gradient) in leaves.Zip(autograd.grad(differentiable, leaves, given, allow_unused: true, retain_graph: true)))
            {
                expected[leaf] = gradient is null || gradient.IsInvalid ? null : gradient;
            }
        }

        var backward = Graphs[Name('B', number)];
        using var noGradients = no_grad();
        var computed = evaluator.Run(Name('B', number), input => input.Kind == InputKind.Gradient ? gradients[int.Parse(input.Name, CultureInfo.InvariantCulture)] : inputs[input.Value.Id], batch: 7);
        var named = backward.Next.Select((binding, i) => (inputs[int.Parse(binding.Name, CultureInfo.InvariantCulture)], computed[i])).ToArray();
        foreach (var (leaf, i) in leaves.Select((leaf, i) => (leaf, i)))
        {
            var mine = named.Where(pair => ReferenceEquals(pair.Item1, leaf)).Select(pair => pair.Item2).SingleOrDefault();
            var theirs = expected.GetValueOrDefault(leaf);
            if (mine is null)
            {
                Assert.True(theirs is null || theirs.eq(0).all().ToBoolean(), $"{draw}: torch has a gradient of operand {i}, the rule has none");
                continue;
            }

            Assert.True(theirs is not null, $"{draw}: the rule has a gradient of operand {i}, torch has none");
            var tolerance = Tolerances.GetValueOrDefault(operation.Name, 1e-10);
            Same.Values(theirs!, mine, tolerance, $"{draw}: the gradient of operand {i}");
            var isExact = results!.All(result => result.dtype == ScalarType.Float64 || !is_floating_point(result.dtype));
            if (isExact && draw == Draw.Positive && !Jumping.Contains(operation.Name)) RequireSlope(operation.Name, Run, inputs, leaf, gradients, mine);
        }
    }

    /// <summary>Along a random direction: (f(x + εv) - f(x - εv)) / 2ε = ∇f·v.</summary>
    static void RequireSlope(string operation, Func<Tensor[], Tensor[]> run, Tensor[] inputs, Tensor leaf, Tensor[] gradients, Tensor gradient)
    {
        var direction = Directions.TryGetValue(operation, out var half) ? half(randn_like(leaf)) : randn_like(leaf);
        double Value(double by) => run([.. inputs.Select(input => ReferenceEquals(input, leaf) ? leaf + (direction * by) : input)])
            .Zip(gradients).Where(pair => is_floating_point(pair.First.dtype)).Sum(pair => (pair.First * pair.Second).sum().ToDouble());
        var slope = (Value(1e-6) - Value(-1e-6)) / 2e-6;
        var expected = (gradient * direction).sum().ToDouble();
        Assert.True(Math.Abs(slope - expected) <= 1e-6 * Math.Max(1, Math.Abs(slope)), string.Create(CultureInfo.InvariantCulture, $"the slope is {slope}, but the gradient says {expected}"));
    }

    static Tensor Sample(GraphInput input, Operation operation, Draw draw)
    {
        long[] shape = [.. input.Value.Type.Shape!.Value.Select(size => DimNumbers.Of(size, symbol => Sizes[Dim.RunTimeExpression(symbol) ?? symbol]))];
        switch (input.Value.Type.Element)
        {
            case ElementType.Bool: return rand(shape) < 0.5;
            case { } element when !element.IsFloating(): return arange(Math.Max(1, shape.Aggregate(1L, (product, size) => product * size))).remainder(2).reshape(shape).to_type(Enum.Parse<ScalarType>(element.ToString()));
        }

        var numbers = draw switch
        {
            Draw.Positive => (rand(shape, ScalarType.Float64) * 0.8) + 0.1,
            Draw.Signed => randn(shape, ScalarType.Float64) * 1.5,
            _ => randint(-3, 4, shape).to_type(ScalarType.Float64) * 0.5,
        };
        return (Domains.TryGetValue(operation.Name, out var domain) ? domain(numbers) : numbers).detach().requires_grad_();
    }

    /// <summary>The sizes of <see cref="ShapeRuleTests.Host"/>.</summary>
    static readonly Dictionary<string, long> Sizes = System.Text.RegularExpressions.Regex.Matches(ShapeRuleTests.Host, @"\b(\w+) = (\d+)[,;]")
        .ToDictionary(match => match.Groups[1].Value, match => long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    static string Name(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    static GraphEvaluator Compile()
    {
        for (var i = 0; i < DerivativeCases.All.Count; i++)
        {
            var (operands, call) = DerivativeCases.All[i];
            var graph = ShapeRow.Graph(operands, call);
            var builder = new GraphBuilder(finding => Assert.Fail($"{call} of {operands}: {finding.Id} {string.Join(", ", finding.Arguments)}"), graph);
            var op = graph.Ops[0];
            try
            {
                var gradients = op.Results.Select((result, k) => result.Type.Element.IsFloating() || result.Type.Element == ElementType.Unknown
                    ? builder.Input(InputKind.Gradient, k.ToString(CultureInfo.InvariantCulture), result.Type) : (int?)null).ToList();
                if (gradients.All(gradient => gradient is null)) throw new DerivativeException("no result is a floating-point number");
                var parts = DerivativeRule.Apply(op, builder, gradients, id => builder[id].Type.Element.IsFloating())
                    .GroupBy(part => part.Operand)
                    .Select(group => new Binding(group.Key.ToString(CultureInfo.InvariantCulture), group.Select(part => part.Contribution.To(builder[group.Key])).Aggregate((sum, next) => sum + next).Id))
                    .ToList();
                Graphs.Add(Name('B', i), Generators.Planning.DeadCode.Remove(builder.Build(parts, [], [], null)));
                Graphs.Add(Name('F', i), graph);
            }
            catch (DerivativeException refusal)
            {
                Untested.Add(i, refusal.Message);
            }
        }

        return new GraphEvaluator(Graphs, ShapeRuleTests.Host);
    }
}
