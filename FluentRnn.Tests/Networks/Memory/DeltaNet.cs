using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// Linear attention under the delta rule: what the memory says for a key is moved towards the value, by a share: Schlag et al. 2021, arXiv:2102.11174;
/// Yang et al. 2024, arXiv:2406.06484.
/// </summary>
[RecurrentContainer]
public sealed partial class DeltaNet
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int width) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { memory = Matrix(width, width) })
        .Modules(() => new
        {
            query = Linear(features, width, hasBias: false),
            key = Linear(features, width, hasBias: false),
            value = Linear(features, width, hasBias: false),
            share = Linear(features, 1),
        })
        .Step(static (seq, state, net) =>
        {
            var q = net.query.call(seq.x).unsqueeze(1);
            var k = functional.normalize(net.key.call(seq.x), dim: 1).unsqueeze(1);
            var v = net.value.call(seq.x).unsqueeze(1);
            var share = sigmoid(net.share.call(seq.x)).unsqueeze(1);
            var memory = state.memory + k.mT.matmul(share * (v - k.matmul(state.memory)));
            return Yield(sequence: new { y = q.matmul(memory).squeeze(1) }, next: new { memory });
        });
}
