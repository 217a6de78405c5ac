using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>What can be done with a State: detach, select rows, move, convert, save, load, dispose.</summary>
[Trait("Row", "W4")]
public abstract class StateValueTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    Tokens.State State(Tensor? token = null)
    {
        using var net = new Tokens(6, 3, 4) { Executor = Executor };
        return net.forward(token ?? randint(0, 6, [4, 3]), rand(4, 3, 3)).State;
    }

    [Fact]
    public void Detach_cuts_the_history()
    {
        var state = State();
        Assert.True(state.H!.requires_grad);

        var detached = state.Detach();

        Assert.False(detached.H!.requires_grad);
        Same.Values(Results.Of(state).Select(value => value.detach()).ToArray(), Results.Of(detached), 0);
        Assert.True(state.H!.requires_grad);
    }

    [Fact]
    public void Select_takes_rows_in_any_order()
    {
        var state = State();
        var rows = tensor(new long[] { 2, 2, 0 });

        var selected = state.Select(rows);

        Same.Values(Results.Of(state).Select(value => value.index_select(0, rows)).ToArray(), Results.Of(selected), 0);
        Assert.Equal([3, 4], selected.H!.shape);
        Same.Values(full_like(state.H![0], 2), autograd.grad([selected.H.sum()], [state.H])[0][2], 0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Select_refuses_rows_that_are_not_there(long row) =>
        Assert.Contains("from 0 to 3", Assert.Throws<ArgumentException>(() => State().Select(tensor(new[] { row }))).Message, StringComparison.Ordinal);

    [Fact]
    public void Select_refuses_what_are_no_rows()
    {
        var state = State();

        Assert.Throws<ArgumentException>(() => state.Select(ones(2)));
        Assert.Throws<ArgumentException>(() => state.Select(ones(2, 1, ScalarType.Int64)));
        Assert.Throws<ArgumentNullException>(() => state.Select(null!));
    }

    [Fact]
    public void To_converts_floating_values_only()
    {
        var state = State();

        var converted = state.To(ScalarType.Float64);

        Assert.Equal([ScalarType.Float64, ScalarType.Int64, ScalarType.Bool], Results.Of(converted).Select(value => value.dtype));
        Assert.Equal(ScalarType.Float32, state.H!.dtype);
        Same.Values(state.H.to(ScalarType.Float64), converted.H!, 0);
        Assert.Equal(DeviceType.CPU, state.To(CPU).H!.device_type);
    }

    [Fact]
    public void A_copy_lives_longer_than_what_it_was_copied_from()
    {
        var state = State();
        var copies = new[] { state.To(CPU), state.To(ScalarType.Float32), state.Select(arange(4)) };

        state.Dispose();

        Assert.All(copies.SelectMany(copy => Results.Of(copy)), value => Assert.False(value.IsInvalid));
        Assert.True(state.H!.IsInvalid && state.Best!.IsInvalid && state.Seen!.IsInvalid);
    }

    [Fact]
    public void Null_stays_null()
    {
        var state = new Tokens.State(Best: ones(2, ScalarType.Int64));

        Assert.Null(state.Detach().H);
        Assert.Null(state.To(CPU).Seen);
        Assert.Null(state.Select(zeros(1, ScalarType.Int64)).H);
        Assert.NotNull(state.Detach().Best);
        state.Dispose();
        default(Tokens.State).Dispose();
    }

    [Fact]
    public void Saved_and_loaded_it_goes_on()
    {
        using var net = new Tokens(6, 3, 4) { Executor = Executor };
        var (token, x) = (randint(0, 6, [4, 6]), rand(4, 6, 3));
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var whole = net.forward(token, x);

            net.forward(token.narrow(1, 0, 2), x.narrow(1, 0, 2)).State.Save(file);
            var second = net.forward(token.narrow(1, 2, 4), x.narrow(1, 2, 4), Tokens.State.Load(file));

            Same.Values(whole.Logits.narrow(1, 2, 4), second.Logits, 1e-6);
            Same.Values(whole.State.Seen!, second.State.Seen!, 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Saved_in_part_it_is_loaded_in_part()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            new Tokens.State(H: ones(2, 4)).Save(file);

            var state = Tokens.State.Load(file);

            Same.Values(ones(2, 4), state.H!, 0);
            Assert.Null(state.Best);
            Assert.Contains("unexpected h, best, seen, missing sum", Assert.Throws<InvalidDataException>(() => Countdown.State.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Disposed_of_twice_is_disposed_of()
    {
        var state = State();

        state.Dispose();
        state.Dispose();

        Assert.True(state.H!.IsInvalid);
    }

    public sealed class Reference : StateValueTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : StateValueTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
