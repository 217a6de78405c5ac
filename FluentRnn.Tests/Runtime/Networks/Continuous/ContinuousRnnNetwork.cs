using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ContinuousRnnNetwork : Network<ContinuousRnn>
{
    public override int Number => 50;

    public override string Title => "Continuous-time RNN";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "a number a step; an inner loop; variants by a condition on the host";

    public override string Equations => """
        $$\tau\, \dot h = -h + W \tanh(h) + U x + b$$

        Funahashi and Nakamura 1993, Neural Networks 6. A step lasts as long as `duration` says, and is cut into four: Euler's $h + \delta \dot h$, or the classical method of Runge and
        Kutta.
        """;

    protected override ContinuousRnn Make() => Make(rungeKutta: true);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.Sequence("duration", rand([values.Batch, values.Steps], ScalarType.Float64, requires_grad: true));
        values.State("h", 4);
    }

    protected override Tensor[] Loop(ContinuousRnn net, SlotValues values)
    {
        var (x, duration, h, y) = (values["x"], values["duration"], values["h"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            Tensor Slope(Tensor at) => (net.input.call(x.select(1, t)) + tanh(at).matmul(net.recurrent.weight!.t()) - at) / net.timeConstant;
            var dt = duration.narrow(1, t, 1) / 4;
            for (var part = 0; part < 4; part++)
            {
                var first = dt * Slope(h);
                var second = dt * Slope(h + first / 2);
                var third = dt * Slope(h + second / 2);
                var fourth = dt * Slope(h + third);
                h = h + first / 6 + second / 3 + third / 3 + fourth / 6;
            }

            y.Add(h);
        }

        return [SlotValues.Stack(y), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        using var euler = Make(rungeKutta: false);
        euler.Executor = executor;
        foreach (var (own, same) in euler.parameters().Zip(net.parameters())) Assign(own, same);
        var (x, h) = (Leaf(2, 1, 3), Leaf(2, 4));
        var exact = After(net, x, h, 256);
        double Error(ContinuousRnn method, int steps) => (After(method, x, h, steps) - exact).abs().max().ToDouble();
        yield return new("Euler's method: the order of convergence is one", [tensor(1.0)], [tensor(Math.Log2(Error(euler, 64) / Error(euler, 128)))], Tolerance: 0.1);
        yield return new("Runge and Kutta's: four", [tensor(4.0)], [tensor(Math.Log2(Error(net, 4) / Error(net, 8)))], Tolerance: 0.2);

        // Where h is small, tanh(h) is h, and the equation is linear.
        using var small = Make(executor);
        Assign(small.input.bias, zeros(4));
        const double Scale = 1e-6;
        var start = Leaf(2, 4);
        var system = (small.recurrent.weight! - eye(4, dtype: ScalarType.Float64)) / small.timeConstant.unsqueeze(1);
        var linear = start.matmul(matrix_exp(system).t());
        yield return new("small states: the matrix exponential", [linear], [After(small, zeros(2, 1, 3, dtype: ScalarType.Float64), Scale * start, 64) / Scale], Tolerance: 1e-9);
    }

    static ContinuousRnn Make(bool rungeKutta) => new(3, 4, rungeKutta, dtype: ScalarType.Float64);

    /// <summary>The state after a time of one, in that many steps of the same length, under the same input.</summary>
    static Tensor After(ContinuousRnn net, Tensor x, Tensor h, int steps)
    {
        using var noGradients = no_grad();
        return net.forward(x.expand(-1, steps, -1), full([x.shape[0], steps], 1.0 / steps, ScalarType.Float64), new(h)).State.H!;
    }
}
