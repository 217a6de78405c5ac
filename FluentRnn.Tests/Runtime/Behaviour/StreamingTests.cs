using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A stream keeps the state from call to call; its rows are reset; it is saved, refused, left as it was by what fails.</summary>
[Trait("Row", "R6")]
public abstract class StreamingTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    SingleRnn Net() => new(3, 4, dtype: ScalarType.Float64) { Executor = Executor };

    [Theory]
    [Trait("Row", "R7")]
    [InlineData(true)]
    [InlineData(false)]
    public void Pieces_are_one_pass(bool detach)
    {
        using var net = Net();
        var x = Leaf(2, 9, 3);
        var whole = net.forward(x);

        using var stream = net.Stream(detach);
        var y = cat([stream.call(new(x.narrow(1, 0, 2))).Y, stream.call(new(x.narrow(1, 2, 4))).Y, stream.call(new(x.narrow(1, 6, 3))).Y], 1);

        Same.Values(whole.Y, y);
        Same.Values(Results.Of(whole.State), Results.Of(stream.State!.Value));
        Assert.Equal(9, stream.Steps);
        Assert.Equal(detach, !stream.State.Value.H!.requires_grad);
        if (!detach) Same.Gradients([whole.Y], [y], net.parameters().Append(x));
    }

    [Fact]
    [Trait("Row", "R7")]
    public void Detached_it_truncates_the_gradients()
    {
        using var net = Net();
        var x = Leaf(2, 6, 3);
        using var stream = net.Stream();

        var first = stream.call(new(x.narrow(1, 0, 3)));
        var second = stream.call(new(x.narrow(1, 3, 3)));

        var expected = net.forward(x.narrow(1, 3, 3), first.State.Detach());
        Same.Values(expected.Y, second.Y);
        Same.Gradients([expected.Y], [second.Y], net.parameters().Append(x));
    }

    [Fact]
    [Trait("Row", "R8")]
    public void Steps_are_one_call()
    {
        using var net = Net();
        var x = Leaf(2, 5, 3);
        var whole = net.forward(x);

        using var stream = net.Stream(detach: false);
        var y = stack([.. Enumerable.Range(0, 5).Select(t => stream.step(new(x.select(1, t))).Y)], 1);

        Same.Values(whole.Y, y);
        Same.Gradients([whole.Y], [y], net.parameters().Append(x));
        Assert.Equal(5, stream.Steps);
    }

    [Fact]
    public void Constants_steps_and_targets_are_those_of_each_call()
    {
        using var net = new ConstantToSequence(5, 3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (context, target) = (Random(2, 3), Random(2, 4, 5));
        var one = net.forward(context, steps: 3);
        var two = net.forward(context, one.State, target);

        using var stream = net.Stream();
        Same.Values(one.Logits, stream.call(new(context, Steps: 3)).Logits);
        Same.Values(two.Logits, stream.call(new(context, PreviousTarget: target)).Logits);
        Assert.Equal(7, stream.Steps);
    }

    [Fact]
    public void A_fixed_length_counts()
    {
        using var net = new FixedLengthDecoder(3, 4) { Executor = Executor };
        using var stream = net.Stream();

        stream.call(new(rand(2, 3)));
        stream.call(new(rand(2, 3)));

        Assert.Equal(8, stream.Steps);
    }

    [Fact]
    public void States_alone_are_streamed()
    {
        using var net = new Fibonacci { Executor = Executor };
        using var stream = net.Stream();

        stream.call(new(Steps: 2, Batch: 3));
        var output = stream.step(new(Batch: 3));

        Same.Values(full([3], 3, ScalarType.Int64), output.State.A!, 0);
        Assert.Equal(3, stream.Steps);
    }

    [Fact]
    [Trait("Row", "R11")]
    public void Steps_are_numbered_from_the_start_of_the_stream()
    {
        using var net = new Numbered.Forward(2) { Executor = Executor };
        var x = rand(2, 6, 2);
        var whole = net.forward(x);
        using var stream = net.Stream();

        var y = cat([stream.call(new(x.narrow(1, 0, 3))).Y, stream.call(new(x.narrow(1, 3, 2))).Y, stream.step(new(x.select(1, 5))).Y.unsqueeze(1)], 1);

        Same.Values(whole.Y, y, 1e-6);
        stream.Reset();
        Same.Values(whole.Y, stream.call(new(x)).Y, 0);
    }

    [Fact]
    [Trait("Row", "R10")]
    public void Rows_that_are_reset_have_no_past()
    {
        using var net = new Lagged.Learned(3, 4, 3, dtype: ScalarType.Float64) { Executor = Executor };
        using (no_grad()) net.get_parameter("initial_old")!.fill_(0.3);
        var (one, two) = (Random(2, 4, 3), Random(2, 5, 3));
        using var stream = net.Stream();
        stream.call(new(one));

        stream.Reset(tensor(new long[] { 0 }));
        var y = stream.call(new(two)).Y;

        Same.Values(net.forward(two).Y[0], y[0]);
        Same.Values(net.forward(two, net.forward(one).State).Y[1], y[1]);
    }

    [Fact]
    public void Reset_goes_back_to_the_start_of_any_batch()
    {
        using var net = Net();
        var x = Random(2, 3, 3);
        using var stream = net.Stream();
        var first = stream.call(new(x));

        stream.Reset();

        Assert.Null(stream.State);
        Assert.Equal(0, stream.Steps);
        Same.Values(first.Y, stream.call(new(x)).Y, 0);
        stream.Reset();
        Assert.Equal([5, 3, 4], stream.call(new(Random(5, 3, 3))).Y.shape);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_go_back_to_zeros(bool flags)
    {
        using var net = Net();
        var (one, two) = (Random(3, 2, 3), Random(3, 4, 3));
        using var stream = net.Stream();
        stream.call(new(one));

        stream.Reset(flags ? tensor(new[] { true, false, true }) : tensor(new long[] { 2, 0 }));
        var y = stream.call(new(two)).Y;

        var (fresh, continued) = (net.forward(two).Y, net.forward(two, net.forward(one).State).Y);
        Same.Values(stack([fresh[0], continued[1], fresh[2]]), y);
        Same.Values(net.forward(two, stream.State).Y, stream.call(new(two)).Y, 0);
        Assert.Equal(10, stream.Steps);
    }

    [Fact]
    public void Rows_reset_twice_before_a_call_are_reset_together()
    {
        using var net = Net();
        var x = Random(3, 2, 3);
        using var stream = net.Stream();
        stream.call(new(x));

        stream.Reset(tensor(new long[] { 1 }));
        stream.Reset(tensor(new[] { false, false, true }));
        stream.Reset(zeros(0, ScalarType.Int64));
        var y = stream.step(new(x.select(1, 0))).Y;

        Same.Values(net.step(x.select(1, 0)).Y.narrow(0, 1, 2), y.narrow(0, 1, 2));
        Assert.NotEqual(0, (net.step(x.select(1, 0)).Y - y)[0].abs().sum().ToDouble());
    }

    [Fact]
    [Trait("Row", "R9")]
    public void Rows_go_back_to_what_is_computed_and_learned()
    {
        using var net = new Starts(2, 3, dtype: ScalarType.Float64) { Executor = Executor };
        using (no_grad()) net.get_parameter("initial_learned")!.fill_(0.7);
        var (before, after) = (Random(2, 2), Random(2, 2));
        using var stream = net.Stream();
        stream.call(new(before, Steps: 3));
        var held = stream.State!.Value;
        var (token, learned) = (held.Token!.clone(), held.Learned!.clone());

        stream.Reset(tensor(new[] { true, false }));
        var output = stream.step(new(after));

        Same.Values(tensor(new long[] { 1, 4 }), output.State.Token!, 0);
        Same.Values(tanh(net.bridge.call(after))[0] * 0.5, output.State.Computed![0]);
        Same.Values(full(3, 0.35, ScalarType.Float64), output.State.Learned![0].detach());
        Same.Values(learned[1] * 0.5, output.State.Learned[1].detach());
        Assert.Equal(4, token[1].ToInt64() + 1);
        var gradient = autograd.grad([output.State.Learned.sum()], [net.get_parameter("initial_learned")!])[0];
        Same.Values(full([1, 3], 0.5, ScalarType.Float64), gradient);
    }

    [Fact]
    public void Reset_to_a_state_goes_on_from_it()
    {
        using var net = Net();
        var (x, h0) = (Random(2, 3, 3), Leaf(2, 4));
        var expected = net.forward(x, new(h0));
        using var stream = net.Stream();
        stream.call(new(Random(4, 3, 3)));

        stream.Reset(new SingleRnn.State(h0));
        var actual = stream.call(new(x));

        Same.Values(Results.Of(expected), Results.Of(actual));
        Same.Gradients([expected.Y], [actual.Y], net.parameters().Append(h0));
        Assert.False(h0.IsInvalid);
    }

    [Fact]
    public void Another_batch_size_is_refused()
    {
        using var net = Net();
        using var stream = net.Stream();
        stream.call(new(Random(2, 3, 3)));

        var exception = Assert.Throws<ArgumentException>(() => stream.call(new(Random(5, 3, 3))));

        Assert.StartsWith(
            "SingleRnn: the call has batch size 5, but the stream carries the state of 2 rows; call Reset() before a batch of another size.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal([2, 3, 4], stream.call(new(Random(2, 3, 3))).Y.shape);
        Assert.Contains("batch size 1", Assert.Throws<ArgumentException>(() => stream.step(new(Random(1, 3)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_mean_nothing_to_a_stream_or_a_step_are_refused()
    {
        using var net = new ConstantToSequence(5, 3, 4) { Executor = Executor };
        var context = rand(2, 3);
        using var stream = net.Stream();
        using var one = net.Stream();

        Assert.Contains("leave state out", Assert.Throws<ArgumentException>(() => stream.call(new(context, net.ZeroState(2), Steps: 2))).Message, StringComparison.Ordinal);
        Assert.Contains("no 'steps'", Assert.Throws<ArgumentException>(() => stream.step(new(context, Steps: 2))).Message, StringComparison.Ordinal);
        Assert.Contains("no 'previousTarget'", Assert.Throws<ArgumentException>(() => stream.step(new(context, PreviousTarget: rand(2, 1, 5)))).Message, StringComparison.Ordinal);
        Assert.Equal("context", Assert.Throws<ArgumentException>(() => stream.call(new(rand(2, 4), Steps: 2))).ParamName);
        Assert.Null(stream.State);
    }

    [Fact]
    public void Rows_that_are_not_there_are_refused()
    {
        using var net = Net();
        using var stream = net.Stream();
        stream.Reset(tensor(new long[] { 7 }));
        stream.call(new(Random(2, 3, 3)));

        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentException>(() => stream.Reset(tensor(new long[] { 2 }))).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentException>(() => stream.Reset(tensor(new long[] { -1 }))).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows", Assert.Throws<ArgumentException>(() => stream.Reset(tensor(new[] { true }))).Message, StringComparison.Ordinal);
        Assert.Contains("(2) float32", Assert.Throws<ArgumentException>(() => stream.Reset(ones(2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => stream.Reset((Tensor)null!));
    }

    [Fact]
    [Trait("Row", "W4")]
    public void Saved_and_loaded_it_goes_on()
    {
        using var net = Net();
        var (one, two) = (Random(2, 3, 3), Random(2, 4, 3));
        using var stream = net.Stream();
        stream.call(new(one));
        stream.Reset(tensor(new long[] { 1 }));
        InFile(file =>
        {
            stream.Save(file);
            var expected = stream.call(new(two));

            using var other = net.Stream();
            other.Load(file);
            Assert.Equal(3, other.Steps);
            Same.Values(Results.Of(expected), Results.Of(other.call(new(two))), 0);
            Same.Values(net.forward(two).Y[1], expected.Y[1]);

            other.Reset(SingleRnn.State.Load(file));
            Same.Values(net.forward(two, net.forward(one).State).Y, other.call(new(two)).Y);
        });
    }

    [Fact]
    [Trait("Row", "W4")]
    public void Saved_before_the_first_call_it_starts_anew()
    {
        using var net = Net();
        using var stream = net.Stream();
        InFile(file =>
        {
            stream.Save(file);
            stream.call(new(Random(2, 3, 3)));
            stream.Load(file);

            Assert.Null(stream.State);
            Assert.Equal([5, 3, 4], stream.call(new(Random(5, 3, 3))).Y.shape);
        });
    }

    [Fact]
    [Trait("Row", "W5")]
    public void A_file_that_is_not_its_own_changes_nothing()
    {
        using var net = Net();
        using var other = new Fibonacci { Executor = Executor };
        using var stream = net.Stream();
        using var foreign = other.Stream();
        stream.call(new(Random(2, 3, 3)));
        foreign.call(new(Steps: 2, Batch: 2));
        var before = Results.Of(stream.State!.Value).Select(value => value.clone()).ToArray();
        InFile(file =>
        {
            foreign.Save(file);
            var tensors = Alive();

            Assert.Contains("another container", Assert.Throws<InvalidDataException>(() => stream.Load(file)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
            Assert.Throws<InvalidDataException>(() => stream.Load(file));
            Assert.Throws<FileNotFoundException>(() => stream.Load(file + "?"));

            Assert.Equal(tensors, Tensor.TotalCount);
            Same.Values(before, Results.Of(stream.State!.Value), 0);
            Assert.Equal(3, stream.Steps);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_fails_leaves_the_stream_as_it_was(int step)
    {
        using var net = new Failing(3) { Executor = Executor };
        var (x, first) = (rand(2, 4, 3), rand(2, 3));
        Fuse.Arm(0);
        using var stream = net.Stream();
        stream.call(new(x));
        stream.Reset(tensor(new long[] { 1 }));
        var before = Results.Of(stream.State!.Value).Select(value => value.clone()).ToArray();
        var tensors = Alive();

        Fuse.Arm(step);
        Assert.Throws<TimeoutException>(() => stream.call(new(x)));
        Fuse.Arm(1);
        Assert.Throws<TimeoutException>(() => stream.step(new(first)));
        Fuse.Arm(0);

        Assert.Equal(tensors, Tensor.TotalCount);
        Same.Values(before, Results.Of(stream.State!.Value), 0);
        Assert.Equal(4, stream.Steps);
        Same.Values(net.forward(x).Y[1], stream.call(new(x)).Y[1]);
    }

    [Fact]
    public void Its_state_is_its_own()
    {
        using var net = Net();
        var x = Random(2, 3, 3);
        var expected = net.forward(x, net.forward(x).State).Y;
        Streaming<SingleRnn.Input, SingleRnn.Output, SingleRnn.StepOutput, SingleRnn.State> stream;
        using (NewDisposeScope())
        {
            stream = net.Stream();
            stream.call(new(x)).Dispose();
        }

        Same.Values(expected, stream.call(new(x)).Y);
        stream.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_left_behind(bool detach)
    {
        using var net = Net();
        var (x, first) = (Random(2, 3, 3), Random(2, 3));
        var rows = tensor(new long[] { 0 });
        var tensors = Alive();

        using (var stream = net.Stream(detach))
        {
            for (var i = 0; i < 3; i++)
            {
                stream.call(new(x)).Dispose();
                stream.Reset(rows);
                stream.step(new(first)).Dispose();
            }

            stream.Reset(stream.State!.Value);
            stream.Reset();
            stream.call(new(x)).Dispose();
        }

        Assert.Equal(tensors, Alive());
    }

    [Fact]
    public void Disposed_of_it_refuses_everything()
    {
        using var net = Net();
        var stream = net.Stream();
        stream.call(new(Random(2, 3, 3)));

        stream.Dispose();
        stream.Dispose();

        Assert.Throws<ObjectDisposedException>(() => stream.call(new(Random(2, 3, 3))));
        Assert.Throws<ObjectDisposedException>(() => stream.step(new(Random(2, 3))));
        Assert.Throws<ObjectDisposedException>(stream.Reset);
        Assert.Throws<ObjectDisposedException>(() => stream.Reset(zeros(1, ScalarType.Int64)));
        Assert.Throws<ObjectDisposedException>(() => stream.Reset(net.ZeroState(2)));
        Assert.Throws<ObjectDisposedException>(() => stream.Save("state"));
        Assert.Throws<ObjectDisposedException>(() => stream.Load("state"));
        Assert.Equal([2, 3, 4], net.forward(Random(2, 3, 3)).Y.shape);
    }

    static void InFile(Action<string> test)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            test(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public sealed class Reference : StreamingTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : StreamingTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
