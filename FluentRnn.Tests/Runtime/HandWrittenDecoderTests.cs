using FluentRnn.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Runtime;

/// <summary>A container as generated = the reference executor = a loop that a TorchSharp user would write.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class HandWrittenDecoderTests : IDisposable
{
    const int Vocab = 5, Memory = 3, Hidden = 4, Batch = 2, Steps = 6;

    readonly DisposeScope scope = NewDisposeScope();
    readonly HandWrittenDecoder decoder;
    readonly Tensor context;
    readonly Tensor target;

    public HandWrittenDecoderTests()
    {
        manual_seed(1);
        decoder = new HandWrittenDecoder(Vocab, Memory, Hidden, dtype: ScalarType.Float64);
        context = randn(Batch, Memory, ScalarType.Float64, requires_grad: true);
        target = randn(Batch, Steps, Vocab, ScalarType.Float64);
    }

    public void Dispose()
    {
        decoder.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(Executor.Generated, 0.0)]
    [InlineData(Executor.Generated, 1.0)]
    [InlineData(Executor.Generated, 0.5)]
    [InlineData(Executor.Reference, 0.0)]
    [InlineData(Executor.Reference, 1.0)]
    [InlineData(Executor.Reference, 0.5)]
    public void Forward_is_the_plain_loop(Executor executor, double teacherForcing)
    {
        decoder.Executor = executor;
        var h = randn(Batch, Hidden, ScalarType.Float64, requires_grad: true);
        var state = new HandWrittenDecoder.State(H: h);

        manual_seed(3);
        var expected = PlainLoop(h, teacherForcing);
        manual_seed(3);
        var output = decoder.forward(context, state, target, teacherForcing);

        Tensor[] actual = [output.Logits, output.Summary, output.State.H!, output.State.C!, output.State.Previous!];
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        Same.Gradients(expected, actual, decoder.parameters().Where(p => p.shape[0] != 1).Concat([context, h]));
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void Without_a_target_it_runs_free(Executor executor)
    {
        decoder.Executor = executor;
        var expected = PlainLoop(zeros(Batch, Hidden, ScalarType.Float64), 0);

        var output = decoder.forward(context, steps: Steps);

        Same.Values(expected[0], output.Logits);
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void Steps_one_by_one_are_one_forward(Executor executor)
    {
        decoder.Executor = executor;
        var whole = decoder.forward(context, steps: Steps);

        HandWrittenDecoder.State? state = null;
        var logits = new List<Tensor>();
        for (var k = 0; k < Steps; k++)
        {
            var output = decoder.step(context, state);
            logits.Add(output.Logits);
            state = output.State;
        }

        Same.Values(whole.Logits, stack(logits, 1));
        Same.Values(whole.State.C!, state!.Value.C!);
    }

    [Fact]
    public void The_learned_initial_state_is_a_parameter()
    {
        Assert.Contains("initial_h", decoder.state_dict().Keys);
        var initial = decoder.get_parameter("initial_h")!;

        var output = decoder.forward(context, steps: 2);
        output.Logits.sum().backward();

        Assert.Equal([1, Hidden], initial.shape);
        Assert.NotEqual(0, initial.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Call_runs_the_hooks()
    {
        var calls = 0;
        decoder.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });

        using var output = decoder.call(context, steps: 2);

        Assert.Equal(1, calls);
    }

    [Fact]
    public void Every_result_is_a_handle_of_its_own()
    {
        var output = decoder.forward(context, steps: 2);

        Assert.NotSame(output.Summary, output.State.H);
        output.Summary.Dispose();
        Assert.False(output.State.H!.IsInvalid);
    }

    Tensor[] PlainLoop(Tensor h, double teacherForcing)
    {
        var c = zeros(Batch, Hidden, ScalarType.Float64);
        var previous = zeros(Batch, Vocab, ScalarType.Float64);
        var logits = new List<Tensor>();
        for (var t = 0; t < Steps; t++)
        {
            var seen = previous;
            if (t > 0 && teacherForcing == 1) seen = target.select(1, t - 1);
            else if (t > 0 && teacherForcing > 0) seen = where(rand(Batch).lt(teacherForcing).unsqueeze(1), target.select(1, t - 1), previous);
            (h, c) = decoder.Cell.call(cat([seen, context], 1), (h, c));
            logits.Add(decoder.Readout.call(h));
            previous = functional.softmax(logits[^1], 1);
        }

        return [stack(logits, 1), h, h, c, previous];
    }
}
