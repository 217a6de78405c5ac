using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Describes an image, looking at a part of it for every word: Xu et al. 2015, arXiv:1502.03044, with soft attention.</summary>
[RecurrentContainer]
public sealed partial class ShowAttendTell
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int channels, int hidden) => rnn
        .Sequences(new { token = Index() })
        .Constants(new { image = Slot(channels, Any, Any) })
        .States(new { h = Vector(hidden), c = Vector(hidden) })
        .Modules(() => new
        {
            startH = Linear(channels, hidden),
            startC = Linear(channels, hidden),
            embed = Embedding(vocab, hidden),
            query = Linear(hidden, hidden, hasBias: false),
            key = Linear(channels, hidden),
            score = Linear(hidden, 1, hasBias: false),
            gate = Linear(hidden, 1),
            cell = LSTMCell(hidden + channels, hidden),
            readout = Linear(2 * hidden + channels, vocab),
        })
        .Initial(static (con, net) => new { h = tanh(net.startH.call(con.image.mean([2, 3]))), c = tanh(net.startC.call(con.image.mean([2, 3]))) })
        .Step(static (seq, con, state, net) =>
        {
            var places = con.image.flatten(2).transpose(1, 2);
            var energy = net.score.call(tanh(net.query.call(state.h).unsqueeze(1) + net.key.call(places))).squeeze(2);
            var read = sigmoid(net.gate.call(state.h)) * softmax(energy, 1).unsqueeze(1).bmm(places).squeeze(1);
            var word = net.embed.call(seq.token);
            var (h, c) = net.cell.call(cat([word, read], 1), (state.h, state.c));
            return Yield(sequence: new { logits = net.readout.call(cat([word, h, read], 1)) }, next: new { h, c });
        });
}
