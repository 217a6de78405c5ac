using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Retention: linear attention whose memory fades, by another rate for each head: Sun et al. 2023, arXiv:2307.08621.</summary>
[RecurrentContainer]
public sealed partial class Retention
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int heads, int width) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { memory = Slot(heads, width, width) })
        .Modules(() => new
        {
            query = Linear(features, heads * width, hasBias: false),
            key = Linear(features, heads * width, hasBias: false),
            value = Linear(features, heads * width, hasBias: false),
            decay = 1 - exp2(-5 - arange(heads, dtype: float32)),
        })
        .Step((seq, state, net) =>
        {
            var q = net.query.call(seq.x).unflatten(1, [heads, width]);
            var k = net.key.call(seq.x).unflatten(1, [heads, width]);
            var v = net.value.call(seq.x).unflatten(1, [heads, width]);
            var memory = net.decay.view(heads, 1, 1) * state.memory + einsum("bhi,bhj->bhij", k, v);
            var y = einsum("bhi,bhij->bhj", q, memory);
            return Yield(sequence: new { y = y.flatten(1) }, next: new { memory });
        });
}
