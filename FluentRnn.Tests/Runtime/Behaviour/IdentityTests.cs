using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Sequences and constants: what goes in comes out, in any number, width and dtype.</summary>
[Trait("Row", "D1")]
[Trait("Row", "D2")]
public abstract class IdentityTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void One_slot()
    {
        using var net = new Identities.One(dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, 5, 3);

        var y = net.forward(x).Y;

        Same.Values(x, y, 0);
        Same.Values(ones_like(x), autograd.grad([y.sum()], [x])[0], 0);
    }

    [Fact]
    [Trait("Row", "D14")]
    public void Two_slots_one_of_them_tokens()
    {
        using var net = new Identities.Two(dtype: ScalarType.Float64) { Executor = Executor };
        var (x, token) = (Random(2, 5, 3), randint(0, 9, [2, 5]));

        var output = net.forward(x, token);

        Same.Values(x, output.Y, 0);
        Same.Values(token, output.Word, 0);
    }

    [Fact]
    [Trait("Row", "D13")]
    public void Three_slots_of_different_ranks_and_dtypes()
    {
        using var net = new Identities.Three(dtype: ScalarType.Float64) { Executor = Executor };
        var (image, number, flag) = (Random(2, 5, 2, 1, 3), Random(2, 5), rand(2, 5).lt(0.5));

        var output = net.forward(image, number, flag);

        Same.Values([image, number, flag], [output.A, output.B, output.C], 0);
    }

    [Fact]
    [Trait("Row", "D14")]
    public void A_slot_keeps_a_dtype_of_its_own()
    {
        using var net = new Identities.Single(dtype: ScalarType.Float64) { Executor = Executor };
        var (x, wide) = (rand(2, 5, 2), Random(2, 5, 5));

        var output = net.forward(x, wide);

        Same.Values([x, wide, x.select(1, 0)], [output.Y, output.Z, output.First], 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [Trait("Row", "D3")]
    public void A_constant_is_the_same_at_every_step(int steps)
    {
        using var net = new Repeat(4) { Executor = Executor };
        var c = Leaf(3, 4);

        var y = net.forward(c, steps: steps).Y;

        Same.Values(c.unsqueeze(1).expand(3, steps, 4), y, 0);
        Same.Values(full_like(c, steps), autograd.grad([y.sum()], [c])[0], 0);
    }

    [Fact]
    public void What_comes_out_is_not_what_went_in()
    {
        using var net = new Identities.Single(dtype: ScalarType.Float64) { Executor = Executor };
        var (x, wide) = (rand(2, 1, 2), Random(2, 1, 5));

        net.forward(x, wide).Dispose();

        Assert.False(x.IsInvalid);
        Assert.Equal(2, x.shape[0]);
    }

    public sealed class Reference : IdentityTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : IdentityTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
