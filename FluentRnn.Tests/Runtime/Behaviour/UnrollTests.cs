using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Unrolling by any factor gives the same numbers, also when there are fewer steps, or some are left over.</summary>
[Trait("Row", "R2")]
public abstract class UnrollTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    public static TheoryData<string, int> Lengths()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in PlainLoops.Names.Where(name => name.Contains("nrolled", StringComparison.Ordinal) || name == "BackwardGru"))
        {
            foreach (var steps in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]) data.Add(name, steps);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Any_length(string name, int steps)
    {
        using var sample = PlainLoops.Create(name, 2, steps);

        var (expected, actual) = (sample.Loop(), sample.Forward(Executor));

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, sample.Leaves);
        using var noGradients = no_grad();
        Same.Values(expected, sample.Forward(Executor));
    }

    [Theory]
    [InlineData("Loop")]
    [InlineData("By2")]
    [InlineData("Straight")]
    public void A_fixed_length(string unrolled)
    {
        using var sample = PlainLoops.FixedLength(new Arguments(3, 5), unrolled);

        var (expected, actual) = (sample.Loop(), sample.Forward(Executor));

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, sample.Leaves);
        using var noGradients = no_grad();
        Same.Values(expected, sample.Forward(Executor));
    }

    [Fact]
    public void A_fixed_length_may_be_repeated_but_not_changed()
    {
        using var net = new FixedLength.Straight(2, 4) { Executor = Executor };
        var context = rand(2, 2);

        Assert.Equal([2, 5, 4], net.forward(context).Y.shape);
    }

    public sealed class Reference : UnrollTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : UnrollTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
