using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>The step gives its slots back: what a sequence is, for one, two and three slots of different widths and dtypes.</summary>
public static partial class Identities
{
    [RecurrentContainer]
    public sealed partial class One
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Vector(3) })
            .Step(static seq => Yield(sequence: new { y = seq.x }));
    }

    [RecurrentContainer]
    public sealed partial class Two
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Vector(3), token = Index() })
            .Step(static seq => Yield(sequence: new { y = seq.x, word = seq.token }));
    }

    [RecurrentContainer]
    public sealed partial class Three
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { image = Slot(2, 1, 3), number = Scalar(), flag = Flag() })
            .Step(static seq => Yield(sequence: new { a = seq.image, b = seq.number, c = seq.flag }));
    }

    /// <summary>Backward, and a slot that keeps single precision whatever the weights are.</summary>
    [RecurrentContainer]
    public sealed partial class Single
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Slot(float32, 2), wide = Vector(5) })
            .Backward()
            .Step(static seq => Yield(sequence: new { y = seq.x, z = seq.wide }, last: new { first = seq.x }));
    }
}
