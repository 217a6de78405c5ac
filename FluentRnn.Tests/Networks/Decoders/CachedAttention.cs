using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Causal self-attention, one element at a time: what was computed for the elements before is kept in two states that grow. Vaswani et al. 2017, arXiv:1706.03762.</summary>
[RecurrentContainer]
public sealed partial class CachedAttention
{
    static Recurrence Define(RecurrenceBuilder rnn, int features) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { keys = Matrix(Any, features), memory = Matrix(Any, features) })
        .Modules(() => new { query = Linear(features, features), key = Linear(features, features), value = Linear(features, features) })
        .Step((seq, state, net) =>
        {
            var keys = cat([state.keys, net.key.call(seq.x).unsqueeze(1)], 1);
            var memory = cat([state.memory, net.value.call(seq.x).unsqueeze(1)], 1);
            var scores = keys.bmm(net.query.call(seq.x).unsqueeze(2)).squeeze(2) / Math.Sqrt(features);
            var y = softmax(scores, 1).unsqueeze(1).bmm(memory).squeeze(1);
            return Yield(sequence: new { y }, next: new { keys, memory });
        });
}
