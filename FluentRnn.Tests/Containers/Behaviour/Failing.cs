using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A function of the user's that the compiler calls as it is, because it may throw.</summary>
public static class Fuse
{
    [ThreadStatic]
    private static int calls;

    [ThreadStatic]
    private static int blowsAt;

    /// <summary>The calls since <see cref="Arm"/>.</summary>
    public static int Calls => calls;

    /// <summary>From now on, the n-th call throws; 0 for none.</summary>
    public static void Arm(int n) => (calls, blowsAt) = (0, n);

    public static Tensor Check(Tensor value)
    {
        if (++calls == blowsAt)
        {
            throw new TimeoutException($"step {calls}");
        }

        return value + 0;
    }
}

/// <summary>Fails in the middle of a step when <see cref="Fuse"/> says so.</summary>
[RecurrentContainer]
public sealed partial class Failing
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { h = Vector(width), c = Vector(width) })
        .Modules(() => new { cell = LSTMCell(width, width) })
        .Step(static (seq, state, net) =>
        {
            var (h, c) = net.cell.call(seq.x, (state.h, state.c));
            var y = tanh(Fuse.Check(h)) * 2;
            return Yield(sequence: new { y, z = h }, last: new { end = y }, next: new { h, c }, done: y.gt(100).any(1));
        });
}

/// <summary>A step whose inner step fails when it is told to.</summary>
[RecurrentContainer]
public sealed partial class FailingInside
{
    static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
        .Sequences(new { x = Vector(size) })
        .States(new { h = Vector(size), c = Vector(size) })
        .Modules(() => new { inlined = new Failing(size), called = new Failing(size) })
        .Step((seq, state, net) =>
        {
            var inlined = net.inlined.step(seq.x, new Failing.State(state.h, state.c));
            var called = net.called.call(stack([seq.x, inlined.Y], 1));
            return Yield(sequence: new { y = inlined.Y + called.Y.sum([1]) }, next: new { h = inlined.State.H!, c = inlined.State.C! });
        });
}
