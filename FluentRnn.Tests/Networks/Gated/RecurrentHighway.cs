using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>Several highway layers in one step, the gates coupled: Zilly et al. 2016, arXiv:1607.03474.</summary>
[RecurrentContainer]
public sealed partial class RecurrentHighway
{
    /// <summary>The number of layers in a step.</summary>
    public const int Depth = 3;

    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { s = Vector(hidden) })
        .Modules(() => new
        {
            input = Linear(features, 2 * hidden, hasBias: false),
            recurrent = Parameter(randn(Depth, hidden, 2 * hidden) * 0.3f),
            bias = Parameter(randn(Depth, 2 * hidden) * 0.3f),
        })
        .Step(static (seq, state, net) =>
        {
            var s = state.s;
            for (var layer = 0; layer < Depth; layer++)
            {
                var products = s.matmul(net.recurrent[layer]) + net.bias[layer];
                if (layer == 0) products = products + net.input.call(seq.x);
                var (h, t) = (tanh(products.chunk(2, 1)[0]), sigmoid(products.chunk(2, 1)[1]));
                s = h * t + s * (1 - t);
            }

            return Yield(sequence: new { y = s }, next: new { s });
        });
}
