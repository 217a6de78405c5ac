using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Both executors agree, element by element, on values and gradients, and the gradients are the slopes of the values.</summary>
[Trait("Row", "C3")]
public abstract class AgreementTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    public static TheoryData<string> Samples => new(PlainLoops.Names);

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_executors_agree(string name)
    {
        using var sample = PlainLoops.Create(name, 2, 6);
        var other = Executor == Executor.Generated ? Executor.Reference : Executor.Generated;

        var expected = sample.Forward(other);
        var actual = sample.Forward(Executor);

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, sample.Leaves);
    }

    /// <summary>Along a random direction for every parameter, input and initial state: (f(x + εv) - f(x - εv)) / 2ε = ∇f·v.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Gradients_are_the_slopes_of_finite_differences(string name)
    {
        using var sample = PlainLoops.Create(name, 2, 3);
        var gradients = Same.Gradient(sample.Forward(Executor), sample.Leaves);
        using var noGradients = no_grad();

        foreach (var (leaf, gradient) in sample.Leaves.Zip(gradients))
        {
            var direction = randn_like(leaf);
            var slope = (Shifted(1e-6) - Shifted(-1e-6)) / 2e-6;
            var expected = (gradient * direction).sum().ToDouble();
            Assert.True(Math.Abs(slope - expected) <= 1e-6 * Math.Max(1, Math.Abs(slope)), $"the slope is {slope}, but the gradient says {expected}");

            double Shifted(double by)
            {
                var original = leaf.clone();
                leaf.add_(direction, by);
                var value = Same.Loss(sample.Forward(Executor)).ToDouble();
                leaf.copy_(original);
                return value;
            }
        }
    }

    public sealed class Reference : AgreementTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : AgreementTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
