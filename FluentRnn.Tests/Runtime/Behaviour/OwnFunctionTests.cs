using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Static functions of the user's own inside a step: followed where they are called, with the values and gradients they have outside.</summary>
[Trait("Row", "U5")]
public abstract class OwnFunctionTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Layers_of_one_function(int steps)
    {
        using var net = new OwnFunctions(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h1, h2) = (Leaf(2, steps, 3), Leaf(2, 4), Leaf(2, 4));

        var actual = Results.Of(net.forward(x, new(h1, h2)));

        var (lower, upper, y) = (h1, h2, new List<Tensor>());
        for (var t = 0; t < steps; t++)
        {
            (var middle, lower) = OwnCells.Leaky(net.lower, x.select(1, t), lower);
            (var top, upper) = OwnCells.Leaky(net.upper, middle, upper);
            y.Add(top);
        }

        Same.Values([stack(y, 1), lower, upper], actual);
        Same.Gradients([stack(y, 1), lower, upper], actual, [.. net.parameters(), x, h1, h2]);
    }

    [Fact]
    public void They_are_operations_of_the_plan() => Assert.Contains("tanh", OwnFunctions.Plan.Text, StringComparison.Ordinal);

    public sealed class Reference : OwnFunctionTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : OwnFunctionTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
