using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// The Kalman filter with learned matrices: Kalman 1960. Its states are the mean and covariance before an observation. An observation that is missing changes
/// nothing, and counts as certain.
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

            // Square roots, so that the covariances of the noise are positive.
            process = Parameter(randn(order, order)),
            noise = Parameter(randn(measured, measured)),
        })
        .Initial(net => new { covariance = eye(order, dtype: net.process.dtype, device: net.process.device) })
        .Step((seq, state, net) =>
        {
            var (transition, observation) = (net.transition, net.observation);
            var identity = eye(order, dtype: transition.dtype, device: transition.device);

            var cross = state.covariance.matmul(observation.t());
            var innovationCovariance = observation.matmul(cross) + net.noise.matmul(net.noise.t());
            var innovation = (seq.y - state.mean.matmul(observation.t())).unsqueeze(2);
            var gain = linalg.solve(innovationCovariance, cross.mT).mT;

            // Joseph's form stays symmetric and positive.
            var rest = identity - gain.matmul(observation);
            var present = seq.present.unsqueeze(1);
            var mean = where(present, state.mean + gain.matmul(innovation).squeeze(2), state.mean);
            var updated = rest.matmul(state.covariance).matmul(rest.mT) + gain.matmul(net.noise.matmul(net.noise.t())).matmul(gain.mT);
            var covariance = where(present.unsqueeze(2), updated, state.covariance);

            return Yield(
                sequence: new { filtered = mean, uncertainty = covariance },
                next: new
                {
                    mean = mean.matmul(transition.t()),
                    covariance = transition.matmul(covariance).matmul(transition.t()) + net.process.matmul(net.process.t()),
                });
        });
}
