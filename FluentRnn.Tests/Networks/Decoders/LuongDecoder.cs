using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Multiplicative attention whose result is fed to the next step: Luong, Pham and Manning 2015, arXiv:1508.04025.</summary>
[RecurrentContainer]
public sealed partial class LuongDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
        .Sequences(new { token = Index() })
        .Constants(new { memory = Matrix(Any, memory) })
        .States(new { h = Vector(hidden), c = Vector(hidden), attentional = Vector(hidden) })
        .Modules(() => new
        {
            embed = Embedding(vocab, hidden),
            cell = LSTMCell(2 * hidden, hidden),
            key = Linear(memory, hidden, hasBias: false),
            combine = Linear(memory + hidden, hidden, hasBias: false),
            readout = Linear(hidden, vocab),
        })
        .Step(static (seq, con, state, net) =>
        {
            var input = cat([net.embed.call(seq.token), state.attentional], 1);
            var (h, c) = net.cell.call(input, (state.h, state.c));
            var scores = net.key.call(con.memory).bmm(h.unsqueeze(2)).squeeze(2);
            var attention = softmax(scores, 1);
            var context = attention.unsqueeze(1).bmm(con.memory).squeeze(1);
            var attentional = tanh(net.combine.call(cat([context, h], 1)));
            return Yield(sequence: new { logits = net.readout.call(attentional), attention }, next: new { h, c, attentional });
        });
}
