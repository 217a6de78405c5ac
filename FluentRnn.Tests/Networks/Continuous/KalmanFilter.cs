using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// The Kalman filter with learned matrices: Kalman 1960. Its states are the mean and covariance of what is hidden, before an observation. One that is missing changes
/// nothing, and is as likely as can be.
/// </summary>
[RecurrentContainer]
public sealed partial class KalmanFilter
{
    static Recurrence Define(RecurrenceBuilder rnn, int order, int measured) => rnn
        .Sequences(new { y = Vector(measured), present = Flag() })
        .States(new { mean = Vector(order), covariance = Matrix(order, order) })
        .Modules(() => new
        {
            transition = Parameter(0.5 * randn(order, order)),
            observation = Parameter(randn(measured, order)),

            // Square roots, so that what they are roots of is a covariance, whatever they have learned.
            processRoot = Parameter(randn(order, order)),
            noiseRoot = Parameter(randn(measured, measured)),
        })
        .Initial(net => new { covariance = eye(order, dtype: net.transition.dtype, device: net.transition.device) })
        .Step(static (seq, state, net) =>
        {
            var process = net.processRoot.matmul(net.processRoot.t());
            var noise = net.noiseRoot.matmul(net.noiseRoot.t());
            var cross = net.observation.matmul(state.covariance);
            var expected = cross.matmul(net.observation.t()) + noise;
            var surprise = (seq.y - state.mean.matmul(net.observation.t())).unsqueeze(2);
            var gain = linalg.solve(expected, cross).mT;

            var mean = state.mean + gain.matmul(surprise).squeeze(2);
            var covariance = state.covariance - gain.matmul(cross);
            var logLikelihood = -0.5 * (surprise.mT.matmul(linalg.solve(expected, surprise)).flatten() + logdet(2 * Math.PI * expected));

            // Where nothing was observed, what was expected is all that is known.
            mean = where(seq.present.unsqueeze(1), mean, state.mean);
            covariance = where(seq.present.view(-1, 1, 1), covariance, state.covariance);
            return Yield(
                sequence: new { filtered = mean, uncertainty = covariance, logLikelihood = where(seq.present, logLikelihood, zeros_like(logLikelihood)) },
                next: new
                {
                    mean = mean.matmul(net.transition.t()),
                    covariance = net.transition.matmul(covariance).matmul(net.transition.t()) + process,
                });
        });
}
