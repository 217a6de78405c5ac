using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A NaN in one row stays in that row, from its step on.</summary>
[Trait("Row", "R18")]
public abstract class NotANumberTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stays_in_its_row(bool gradients)
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var x = rand(3, 6, 3);
        var clean = net.forward(x).Y.detach();
        x[1, 2, 0] = float.NaN;
        using var mode = set_grad_enabled(gradients);

        var y = net.forward(x).Y;

        Same.Values(clean[0], y[0], 1e-6);
        Same.Values(clean[2], y[2], 1e-6);
        Same.Values(clean[1, ..2], y[1, ..2], 1e-6);
        Assert.True(y[1, 2..].isnan().all().ToBoolean());
    }

    [Fact]
    public void Backward_it_goes_towards_the_first_step()
    {
        using var net = new BackwardGru(3, 4) { Executor = Executor };
        var x = rand(3, 6, 3);
        x[1, 2, 0] = float.NaN;

        var y = net.forward(x).Y;

        Assert.True(y[1, ..3].isnan().all().ToBoolean());
        Assert.False(y[1, 3..].isnan().any().ToBoolean());
        Assert.False(y[0].isnan().any().ToBoolean() || y[2].isnan().any().ToBoolean());
    }

    [Fact]
    public void After_a_row_is_done_it_does_not_see_one()
    {
        using var net = new Stopping.Forward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var stop = zeros(2, 4, ScalarType.Bool);
        stop[0, 1] = true;
        var x = Random(2, 4, 3);
        x[0, 3] = double.NaN;

        var output = net.forward(x, stop);

        Assert.All(Results.Of(output).Where(result => is_floating_point(result.dtype)), result => Assert.False(result.isnan().any().ToBoolean()));
    }

    public sealed class Reference : NotANumberTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : NotANumberTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
