using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Makes a tensor twice as wide; the compiler does not know.</summary>
public sealed class Doubler : nn.Module<Tensor, Tensor>
{
    public Doubler()
        : base("Doubler")
    {
    }

    public override Tensor forward(Tensor input) => cat([input, input], 1);
}

/// <summary>A state that comes out wider than it went in.</summary>
[RecurrentContainer]
public sealed partial class Growing
{
    static Recurrence Define(RecurrenceBuilder rnn) => rnn
        .Sequences(new { x = Vector(2) })
        .States(new { h = Vector(2) })
        .Modules(() => new { twice = new Doubler() })
        .Step(static (seq, state, net) =>
        {
            var h = net.twice.call(state.h + seq.x);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
