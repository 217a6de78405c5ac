using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Cells as functions of the user's own.</summary>
public static class OwnCells
{
    const double Leak = 0.25;

    /// <summary>A leaky integrator.</summary>
    public static (Tensor Y, Tensor H) Leaky(Linear mix, Tensor x, Tensor h)
    {
        var next = (1 - Leak) * h + Leak * Squash(mix.call(cat([x, h], 1)));
        return (2 * next, next);
    }

    /// <summary>Has a loop and a recursion.</summary>
    static Tensor Squash(Tensor x, int depth = 2)
    {
        for (var i = 0; i < 2; i++) x = tanh(x) + 0.1 * x;
        return depth == 0 ? x : Squash(x, depth - 1);
    }
}

/// <summary>Two layers of one function, which calls another.</summary>
[RecurrentContainer]
public sealed partial class OwnFunctions
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h1 = Vector(hidden), h2 = Vector(hidden) })
        .Modules(() => new { lower = Linear(features + hidden, hidden), upper = Linear(2 * hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var (middle, h1) = OwnCells.Leaky(net.lower, seq.x, state.h1);
            var (y, h2) = OwnCells.Leaky(net.upper, middle, state.h2);
            return Yield(sequence: new { y }, next: new { h1, h2 });
        });
}
