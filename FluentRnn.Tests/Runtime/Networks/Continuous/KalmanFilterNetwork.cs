using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class KalmanFilterNetwork : Network<KalmanFilter>
{
    const int Order = 3, Measured = 2;

    public override int Number => 57;

    public override string Title => "Kalman filter";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "linear algebra in the step; missing observations";

    public override string Equations => """
        What is hidden moves by $z_{t+1} = F z_t + q$, $q \sim N(0, Q)$, and is seen as $y_t = H z_t + r$, $r \sim N(0, R)$. From its mean $m$ and covariance $P$ before an observation:

        $$
        \begin{aligned}
        S &= H P H^\top + R &\quad K &= P H^\top S^{-1} &\quad \log p(y_t) &= \log N(y_t;\ H m, S) \\
        \hat m &= m + K (y_t - H m) &\quad \hat P &= P - K H P &\quad m' &= F \hat m,\quad P' = F \hat P F^\top + Q
        \end{aligned}
        $$

        Kalman 1960, Journal of Basic Engineering 82. Where $y_t$ is missing, $\hat m = m$ and $\hat P = P$.
        """;

    protected override KalmanFilter Make() => new(Order, Measured, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("y", Measured);
        values.Sequence("present", rand(values.Batch, values.Steps) > 0.3);
        values.State("mean", Order);
    }

    protected override Tensor[] Loop(KalmanFilter net, SlotValues values)
    {
        var (y, present, mean) = (values["y"], values["present"], values["mean"]);
        var (transition, observation) = (net.transition, net.observation);
        var (process, noise) = (mm(net.processRoot, net.processRoot.t()), mm(net.noiseRoot, net.noiseRoot.t()));
        var covariance = eye(Order, dtype: ScalarType.Float64).expand(values.Batch, Order, Order);
        var (filtered, uncertainty, logLikelihood) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var seen = present.select(1, t).to(ScalarType.Float64);
            var cross = einsum("bij,mj->bim", covariance, observation);
            var inverse = linalg.inv(einsum("mi,bin->bmn", observation, cross) + noise);
            var surprise = y.select(1, t) - einsum("mi,bi->bm", observation, mean);
            var gain = einsum("bim,bmn->bin", cross, inverse) * seen.view(-1, 1, 1);
            logLikelihood.Add(-0.5 * seen * (einsum("bm,bmn,bn->b", surprise, inverse, surprise) + Measured * Math.Log(2 * Math.PI) - inverse.det().log()));

            mean = mean + einsum("bim,bm->bi", gain, surprise);
            covariance = covariance - einsum("bim,bjm->bij", gain, cross);
            filtered.Add(mean);
            uncertainty.Add(covariance);
            mean = einsum("ij,bj->bi", transition, mean);
            covariance = einsum("ij,bjk,lk->bil", transition, covariance, transition) + process;
        }

        return [SlotValues.Stack(filtered), SlotValues.Stack(uncertainty), SlotValues.Stack(logLikelihood), mean, covariance];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var y = Leaf(1, 6, Measured);
        var present = tensor(new[] { true, true, false, true, false, true });
        var output = net.forward(y, present.unsqueeze(0));
        var (mean, covariance, logLikelihood) = Joint(net, y[0], present);
        yield return new(
            "the joint normal distribution of all observations, conditioned, some of them missing, values and gradients",
            WithGradients([mean, covariance, logLikelihood], y, net.transition, net.observation),
            WithGradients([output.Filtered[0, ^1], output.Uncertainty[0, ^1], output.LogLikelihood.sum()], y, net.transition, net.observation),
            Tolerance: 1e-9);

        using var scalar = new KalmanFilter(1, 1, dtype: ScalarType.Float64) { Executor = executor };
        var settled = scalar.forward(Leaf(1, 200, 1), ones(1, 200, dtype: ScalarType.Bool)).State.Covariance!;
        yield return new("one dimension, in the long run: the positive root of the Riccati equation", [Riccati(scalar)], [settled.flatten()]);
    }

    /// <summary>
    /// Without any recursion: the last hidden value and the observations present have one normal distribution, whose covariance follows from the model; the
    /// observations condition it.
    /// </summary>
    static (Tensor Mean, Tensor Covariance, Tensor LogLikelihood) Joint(KalmanFilter net, Tensor y, Tensor present)
    {
        var steps = y.shape[0];
        var (process, noise) = (mm(net.processRoot, net.processRoot.t()), mm(net.noiseRoot, net.noiseRoot.t()));
        var own = new List<Tensor> { eye(Order, dtype: ScalarType.Float64) };
        while (own.Count < steps) own.Add(chain_matmul(net.transition, own[^1], net.transition.t()) + process);

        // Of the hidden values at steps i ≥ j: F^(i-j) P_j.
        Tensor Hidden(long i, long j) => i >= j ? Enumerable.Repeat(net.transition, (int)(i - j)).Aggregate(own[(int)j], (moved, by) => mm(by, moved)) : Hidden(j, i).t();
        var seen = LongRange(steps).Where(t => present[t].ToBoolean()).ToArray();
        var rows = seen.Select(i => cat([.. seen.Select(j => chain_matmul(net.observation, Hidden(i, j), net.observation.t()) + (i == j ? noise : zeros_like(noise)))], 1));
        var all = cat([.. rows], 0);
        var cross = cat([.. seen.Select(i => Hidden(steps - 1, i).matmul(net.observation.t()))], 1);
        var values = cat([.. seen.Select(t => y[t])]);

        var inverse = linalg.inv(all);
        var logLikelihood = -0.5 * (values.matmul(inverse).dot(values) + values.numel() * Math.Log(2 * Math.PI) + all.logdet());
        return (cross.matmul(inverse).matmul(values), own[^1] - chain_matmul(cross, inverse, cross.t()), logLikelihood);
    }

    static IEnumerable<long> LongRange(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i);

    /// <summary>P = F² P R / (H² P + R) + Q, a quadratic equation of P.</summary>
    static Tensor Riccati(KalmanFilter net)
    {
        var (f, h) = (net.transition.flatten().square(), net.observation.flatten().square());
        var (q, r) = (net.processRoot.flatten().square(), net.noiseRoot.flatten().square());
        var half = (r - f * r - q * h) / (2 * h);
        return -half + sqrt(half.square() + q * r / h);
    }
}
