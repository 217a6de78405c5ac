using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Reads facts in the light of a question: Seo et al. 2016, arXiv:1606.04582. One layer; the question is the same at every fact.</summary>
[RecurrentContainer]
public sealed partial class QueryReduction
{
    static Recurrence Define(RecurrenceBuilder rnn, int hidden) => rnn
        .Sequences(new { fact = Vector(hidden) })
        .Constants(new { query = Vector(hidden) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { update = Linear(hidden, 1), reset = Linear(hidden, 1), reduce = Linear(2 * hidden, hidden) })
        .Step(static (seq, con, state, net) =>
        {
            var z = sigmoid(net.update.call(seq.fact * con.query));
            var r = sigmoid(net.reset.call(seq.fact * con.query));
            var reduced = tanh(net.reduce.call(cat([seq.fact, con.query], 1)));
            var h = z * r * reduced + (1 - z) * state.h;
            return Yield(last: new { answer = h }, next: new { h });
        });
}
