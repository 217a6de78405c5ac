using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Zoneout: elements that keep their previous value. Values and gradients are in <see cref="CanonicalTests"/>.</summary>
[Trait("Row", "R14")]
public abstract class ZoneoutTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Never_and_always(bool training)
    {
        using var never = new Zoned(3, 4, 0, dtype: ScalarType.Float64) { Executor = Executor };
        using var always = new Zoned(3, 4, 1, dtype: ScalarType.Float64) { Executor = Executor };
        never.train(training);
        always.train(training);
        var (x, h0) = (Leaf(2, 5, 3), Leaf(2, 4));

        var (moves, stays) = (never.forward(x, new(h0)), always.forward(x, new(h0)));

        var (h, y) = (h0, new List<Tensor>());
        for (var t = 0; t < 5; t++) y.Add(h = never.cell.call(x.select(1, t), h));
        Same.Values(stack(y, 1), moves.Y);
        Same.Gradients([stack(y, 1)], [moves.Y], [x, h0]);
        Same.Values(h0, stays.State.H!, 0);
        Same.Gradients([h0], [stays.State.H!], [x, h0]);
    }

    [Fact]
    public void Each_element_keeps_its_value_as_often_as_told()
    {
        using var net = new Zoned(1, 500, 0.2) { Executor = Executor };
        var h0 = rand(4, 500);

        var kept = net.forward(rand(4, 1, 1), new(h0)).State.H!.eq(h0);

        Assert.InRange(kept.to(ScalarType.Float32).mean().ToDouble(), 0.16, 0.24);
    }

    [Fact]
    public void Values_of_different_shapes_are_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => Dsl.Zoneout(zeros(2, 3), zeros(2, 1), 0.5));

        Assert.StartsWith("Zoneout takes two values of one shape, but next is (2, 3) and previous (2, 1).", fault.Message, StringComparison.Ordinal);
    }

    public sealed class Reference : ZoneoutTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : ZoneoutTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
