using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// The recurrent state space model of PlaNet and Dreamer: a deterministic state beside a drawn one: Hafner et al. 2018, arXiv:1811.04551. Two containers share
/// its layers and slots: one sees observations, one imagines what follows from actions alone.
/// </summary>
public static partial class RecurrentStateSpace
{
    /// <summary>The layers, made once for both containers.</summary>
    public sealed record Layers(Linear Input, GRUCell Cell, Linear Prior, Linear Posterior)
    {
        public static Layers Create(int actions, int observed, int hidden, int latent) =>
            new(Linear(latent + actions, hidden), GRUCell(hidden, hidden), Linear(hidden, 2 * latent), Linear(hidden + observed, 2 * latent));
    }

    [RecurrentContainer]
    public sealed partial class Observer
    {
        static Recurrence Define(RecurrenceBuilder rnn, int actions, int observed, int hidden, int latent, Layers layers) => rnn
            .Sequences(new { action = Vector(actions), observation = Vector(observed) })
            .States(new { h = Vector(hidden), s = Vector(latent) })
            .Modules(() => new { input = layers.Input, cell = layers.Cell, prior = layers.Prior, posterior = layers.Posterior })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(functional.relu(net.input.call(cat([state.s, seq.action], 1))), state.h);
                var prior = Gaussian.Of(net.prior.call(h));
                var posterior = Gaussian.Of(net.posterior.call(cat([h, seq.observation], 1)));
                var s = Gaussian.Draw(posterior);
                return Yield(sequence: new { features = cat([h, s], 1), divergence = Gaussian.Divergence(posterior, prior) }, next: new { h, s });
            });
    }

    [RecurrentContainer]
    public sealed partial class Imagination
    {
        static Recurrence Define(RecurrenceBuilder rnn, int actions, int hidden, int latent, Layers layers) => rnn
            .Sequences(new { action = Vector(actions) })
            .States(new { h = Vector(hidden), s = Vector(latent) })
            .Modules(() => new { input = layers.Input, cell = layers.Cell, prior = layers.Prior })
            .Step(static (seq, state, net) =>
            {
                var h = net.cell.call(functional.relu(net.input.call(cat([state.s, seq.action], 1))), state.h);
                var s = Gaussian.Draw(Gaussian.Of(net.prior.call(h)));
                return Yield(sequence: new { features = cat([h, s], 1) }, next: new { h, s });
            });
    }
}
