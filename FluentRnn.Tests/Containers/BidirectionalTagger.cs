using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Reads in both directions, each with weights of its own, and with a connection that skips a step.</summary>
[RecurrentContainer]
public sealed partial class BidirectionalTagger
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int tags) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Learned(Vector(hidden)), old = Lag(Vector(hidden), 2) })
        .Modules(() => new { cell = GRUCell(features, hidden), skip = Parameter(randn(hidden)), tag = Linear(hidden, tags) })
        .Bidirectional(Merge.Sum)
        .Step(static (seq, state, net) =>
        {
            var h = net.cell.call(SequenceDropout(seq.x, 0.25), state.h) + net.skip * state.old;
            return Yield(sequence: new { scores = net.tag.call(h) }, last: new { end = h }, next: new { h, old = h });
        });
}
