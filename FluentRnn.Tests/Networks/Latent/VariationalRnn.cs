using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A variational recurrent network: a latent variable a step, drawn from what the step sees, and a prior for it from what was before: Chung et al. 2015,
/// arXiv:1506.02216.
/// </summary>
[RecurrentContainer]
public sealed partial class VariationalRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int latent, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new
        {
            prior = Linear(hidden, 2 * latent),
            encoder = Linear(features + hidden, 2 * latent),
            decoder = Linear(latent + hidden, features),
            cell = GRUCell(features + latent, hidden),
        })
        .Step(static (seq, state, net) =>
        {
            var prior = Gaussian.Of(net.prior.call(state.h));
            var posterior = Gaussian.Of(net.encoder.call(cat([seq.x, state.h], 1)));
            var z = Gaussian.Draw(posterior);
            var h = net.cell.call(cat([seq.x, z], 1), state.h);
            return Yield(
                sequence: new { reconstruction = net.decoder.call(cat([z, state.h], 1)), divergence = Gaussian.Divergence(posterior, prior), z },
                next: new { h });
        });
}
