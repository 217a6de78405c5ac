using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>step, called T times, is one forward.</summary>
[Trait("Row", "R8")]
public abstract class SingleStepTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 6;

    [Fact]
    public void Of_a_sequence()
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0, c0) = (Leaf(2, Steps, 3), Leaf(2, 4), Leaf(2, 4));
        var whole = net.forward(x, new(h0, c0));

        SingleRnn.State? state = new(h0, c0);
        var y = new List<Tensor>();
        for (var t = 0; t < Steps; t++)
        {
            var output = net.step(x.select(1, t), state);
            y.Add(output.Y);
            state = output.State;
        }

        Tensor[] actual = [stack(y, 1), state.Value.H!, state.Value.C!];
        Same.Values(Results.Of(whole), actual);
        Same.Gradients(Results.Of(whole), actual, net.parameters().Append(x).Append(h0).Append(c0));
    }

    [Fact]
    public void Of_a_constant_with_an_output_fed_back()
    {
        using var net = new ConstantToSequence(5, 3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var context = Leaf(2, 3);
        var whole = net.forward(context, steps: Steps);

        ConstantToSequence.State? state = null;
        var (logits, summary) = (new List<Tensor>(), context);
        for (var t = 0; t < Steps; t++)
        {
            var output = net.step(context, state);
            logits.Add(output.Logits);
            summary = output.Summary;
            state = output.State;
        }

        Tensor[] actual = [stack(logits, 1), summary, state!.Value.H!, state.Value.C!, state.Value.Previous!];
        Same.Values(Results.Of(whole), actual);
        Same.Gradients(Results.Of(whole), actual, net.parameters().Append(context));
    }

    [Fact]
    public void From_a_computed_initial_state()
    {
        using var net = new FixedLengthDecoder(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var context = Leaf(2, 3);

        var (whole, first) = (net.forward(context), net.step(context));

        Same.Values(whole.Y.select(1, 0), first.Y);
        Same.Gradients([whole.Y.select(1, 0)], [first.Y], [context, net.start.weight]);
    }

    [Fact]
    public void Without_states()
    {
        using var net = new PerStepMap(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Leaf(2, Steps, 3);

        var (whole, one) = (net.forward(x), net.step(x.select(1, 2)));

        Same.Values(whole.Y.select(1, 2), one.Y);
        Same.Values(x.select(1, 2), one.Final, 0);
    }

    [Fact]
    public void States_alone_take_the_batch()
    {
        using var net = new Fibonacci { Executor = Executor };

        Assert.Equal([3], net.step(batch: 3).State.A!.shape);
    }

    [Fact]
    public void Done_is_returned()
    {
        using var net = new Countdown { Executor = Executor };

        var output = net.step(tensor(new[] { 0.5f, 2f }), ones(2));

        Same.Values(tensor(new[] { true, false }), output.Done, 0);
        Same.Values(ones(2), output.Level, 0);
    }

    [Fact]
    public void The_training_flag_is_seen()
    {
        using var net = new ResidualDropout(3, 4) { Executor = Executor };
        var x = rand(2, 3);

        net.eval();
        Same.Values(net.step(x).Y, net.step(x).Y, 0);

        net.train();
        Assert.NotEqual(0, (net.step(x).State.H! - net.step(x).State.H!).abs().sum().ToDouble());
    }

    public sealed class Reference : SingleStepTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : SingleStepTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
