using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Counts how often it was called, and fails when it is told to.</summary>
public sealed class Counter : nn.Module<Tensor, Tensor>
{
    public Counter()
        : base("Counter")
    {
    }

    public int Calls { get; set; }

    /// <summary>Runs at every call.</summary>
    public Action? Called { get; set; }

    /// <summary>The call that fails, from 1 on; 0 for none.</summary>
    public int FailAt { get; set; }

    public override Tensor forward(Tensor input)
    {
        Called?.Invoke();
        if (++Calls == FailAt) throw new TimeoutException($"call {Calls}");
        return input * 1;
    }
}

/// <summary>Calls a module that counts: on the sequence, on the state, and on what only an output reads.</summary>
[RecurrentContainer]
public sealed partial class Counted
{
    static Recurrence Define(RecurrenceBuilder rnn, int width, Counter x, Counter h, Counter y, Counter c) => rnn
        .Sequences(new { x = Vector(width) })
        .Constants(new { context = Vector(width) })
        .States(new { h = Vector(width) })
        .Modules(() => new { ofSequence = x, ofState = h, ofOutput = y, ofConstant = c, layer = Linear(width, width) })
        .Step(static (seq, con, state, net) =>
        {
            var input = net.ofSequence.call(seq.x) + net.ofConstant.call(con.context);
            var h = tanh(net.layer.call(input) + net.ofState.call(state.h));
            var y = net.ofOutput.call(h);
            return Yield(sequence: new { y }, last: new { end = y + h }, next: new { h });
        });
}

/// <summary>A sum whose every step is counted, and of which the end alone is asked for.</summary>
[RecurrentContainer]
public sealed partial class CountedTotal
{
    static Recurrence Define(RecurrenceBuilder rnn, int width, Counter counter) => rnn
        .Sequences(new { x = Vector(width) })
        .States(new { s = Vector(width) })
        .Modules(() => new { count = counter })
        .Step(static (seq, state, net) =>
        {
            var s = net.count.call(state.s + seq.x) * 1;
            return Yield(last: new { total = s }, next: new { s });
        });
}
