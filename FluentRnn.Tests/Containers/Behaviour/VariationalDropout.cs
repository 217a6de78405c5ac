using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A GRU whose input and state are dropped by the same masks at every step.</summary>
public static partial class VariationalDropout
{
    [RecurrentContainer]
    public sealed partial class By1
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double p) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Step((seq, state, net) =>
            {
                var h = net.cell.call(SequenceDropout(seq.x, p), SequenceDropout(state.h, p));
                return Yield(sequence: new { y = h }, last: new { end = h }, next: new { h });
            });
    }

    [RecurrentContainer]
    public sealed partial class By4
    {
        static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, double p) => rnn
            .Sequences(new { x = Vector(features) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = GRUCell(features, hidden) })
            .Unroll(4)
            .Step((seq, state, net) =>
            {
                var h = net.cell.call(SequenceDropout(seq.x, p), SequenceDropout(state.h, p));
                return Yield(sequence: new { y = h }, last: new { end = h }, next: new { h });
            });
    }

    /// <summary>Masks seen through ones: two uses in a loop, one in a function, one beside dropout that draws at every step.</summary>
    [RecurrentContainer]
    public sealed partial class Masks
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { x = Vector(width) })
            .Modules(() => new { drop = Dropout(0.5) })
            .Step(static (seq, net) =>
            {
                var twice = seq.x;
                for (var i = 0; i < 2; i++) twice = SequenceDropout(twice, 0.25);
                var anew = net.drop.call(seq.x);
                return Yield(sequence: new { twice, inside = Half(seq.x), anew });
            });

        static Tensor Half(Tensor x) => SequenceDropout(x, 0.5);
    }

    /// <summary>What is dropped grows from step to step.</summary>
    [RecurrentContainer]
    public sealed partial class Growing
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { x = Vector(Any) })
            .States(new { past = Vector(Any) })
            .Step(static (seq, state) => Yield(next: new { past = cat([SequenceDropout(state.past, 0.5), seq.x], 1) }));
    }
}
