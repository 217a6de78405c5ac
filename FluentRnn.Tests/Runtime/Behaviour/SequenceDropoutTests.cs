using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>One mask a call for every use of SequenceDropout in a step. Values and gradients are in <see cref="CanonicalTests"/>.</summary>
[Trait("Row", "R14")]
public abstract class SequenceDropoutTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void A_mask_is_the_same_at_every_step()
    {
        using var net = new VariationalDropout.Masks(200) { Executor = Executor };

        var output = net.forward(ones(2, 5, 200));

        foreach (var kept in (Tensor[])[output.Twice, output.Inside]) Same.Values(kept.narrow(1, 0, 1).expand(2, 5, 200), kept, 0);
        Assert.NotEqual(0, (output.Anew.select(1, 0) - output.Anew.select(1, 1)).abs().sum().ToDouble());
    }

    [Fact]
    public void Every_use_has_its_own_of_the_right_size()
    {
        using var net = new VariationalDropout.Masks(2000) { Executor = Executor };

        var output = net.forward(ones(2, 1, 2000));

        // Two masks in turn: each keeps three quarters, and makes up for it.
        Assert.True(output.Twice.eq(0).logical_or((output.Twice - 16.0 / 9).abs().lt(1e-5)).all().ToBoolean());
        Assert.InRange(output.Twice.ne(0).to(ScalarType.Float32).mean().ToDouble(), 9.0 / 16 - 0.05, 9.0 / 16 + 0.05);
        Assert.InRange(output.Inside.ne(0).to(ScalarType.Float32).mean().ToDouble(), 0.45, 0.55);
        Assert.InRange(output.Inside.ne(0).eq(output.Twice.ne(0)).to(ScalarType.Float32).mean().ToDouble(), 0.45, 0.55);
    }

    [Fact]
    public void A_call_draws_anew_and_a_seed_draws_again()
    {
        using var net = new VariationalDropout.Masks(50) { Executor = Executor };
        var x = ones(2, 3, 50);

        manual_seed(2);
        var (first, second) = (net.forward(x).Inside, net.forward(x).Inside);
        manual_seed(2);
        var again = net.forward(x).Inside;

        Same.Values(first, again, 0);
        Assert.NotEqual(0, (first - second).abs().sum().ToDouble());
    }

    [Fact]
    public void A_step_alone_is_a_call()
    {
        using var net = new VariationalDropout.Masks(50) { Executor = Executor };
        var x = ones(2, 50);
        manual_seed(3);
        var expected = net.forward(x.unsqueeze(1));

        manual_seed(3);
        var (first, second) = (net.step(x), net.step(x));

        Same.Values([expected.Twice.select(1, 0), expected.Inside.select(1, 0), expected.Anew.select(1, 0)], [first.Twice, first.Inside, first.Anew], 0);
        Assert.NotEqual(0, (first.Inside - second.Inside).abs().sum().ToDouble());
    }

    [Fact]
    public void Evaluation_drops_and_draws_nothing()
    {
        using var net = new VariationalDropout.By1(3, 4, 0.9) { Executor = Executor };
        using var dry = new VariationalDropout.By1(3, 4, 0) { Executor = Executor };
        dry.load_state_dict(net.state_dict());
        net.eval();
        var x = rand(2, 5, 3);
        manual_seed(5);
        var expected = rand(3);

        manual_seed(5);
        var (evaluated, trained) = (net.forward(x), dry.forward(x));

        Same.Values(expected, rand(3), 0);
        Same.Values(trained.Y, evaluated.Y, 0);
    }

    [Fact]
    public void All_is_zero_with_certainty()
    {
        using var net = new VariationalDropout.By4(3, 4, 1, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(2, 5, 3), Leaf(2, 4));

        var output = net.forward(x, new(h0));

        Assert.Equal(0, autograd.grad([output.Y.sum()], [x])[0].abs().sum().ToDouble());
    }

    [Fact]
    public void Outside_a_step_it_is_refused() =>
        Assert.Contains("use it in a step", Assert.Throws<InvalidOperationException>(() => Dsl.SequenceDropout(ones(2, 3), 0.5)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p)
    {
        using var net = new VariationalDropout.By1(3, 4, p) { Executor = Executor };
        using var zoned = new Zoned(3, 4, p) { Executor = Executor };

        Assert.StartsWith("p is a probability, from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => net.forward(rand(2, 5, 3))).Message, StringComparison.Ordinal);
        Assert.StartsWith("p is a probability, from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => zoned.forward(rand(2, 5, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shape_at_a_later_step_is_refused()
    {
        using var net = new VariationalDropout.Growing { Executor = Executor };

        var fault = Assert.Throws<InvalidOperationException>(() => net.forward(rand(1, 3, 3), new(rand(1, 3))));

        Assert.Equal("Growing: at step 1, what SequenceDropout is given must be (1, 3) as at the steps before, but is (1, 6).", fault.Message);
    }

    public sealed class Reference : SequenceDropoutTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : SequenceDropoutTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
