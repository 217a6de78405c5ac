using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class HandwritingWindowNetwork : Network<HandwritingWindow>
{
    public override int Number => 30;

    public override string Title => "Soft window";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a memory of any length";

    public override string Equations => """
        $$
        \begin{aligned}
        (h_t, c_t) &= \mathrm{LSTM}([x_t; w_{t-1}], h_{t-1}, c_{t-1}) \\
        (\hat\alpha, \hat\beta, \hat\kappa) &= W h_t + b \qquad \alpha = e^{\hat\alpha} \qquad \beta = e^{\hat\beta} \qquad \kappa_t = \kappa_{t-1} + e^{\hat\kappa} \\
        w_t &= \sum_u \sum_k \alpha^k \exp(-\beta^k (\kappa_t^k - u)^2) \, c_u
        \end{aligned}
        $$

        Graves 2013, [arXiv:1308.0850](https://arxiv.org/abs/1308.0850), equations 46 to 51; $c_u$ is the $u$-th character of the text, counted from 0.
        """;

    protected override HandwritingWindow Make() => new(3, 5, 4, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("pen", 3);
        values.Constant("text", 6, 5);
        values.State("h", 4);
        values.State("c", 4);
        values.State("position", 2);
        values.State("window", 5);
    }

    protected override Tensor[] Loop(HandwritingWindow net, SlotValues values)
    {
        var (pen, text, h, c) = (values["pen"], values["text"], values["h"], values["c"]);
        var (position, window) = (values["position"], values["window"]);
        var (y, windows) = (new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.cell.call(cat([pen.select(1, t), window], 1), (h, c));
            var mixture = exp(net.mixture.call(h));
            position = position + mixture.narrow(1, 4, 2);
            window = zeros_like(window);
            for (var u = 0; u < 6; u++)
            {
                var weight = (mixture.narrow(1, 0, 2) * exp(-mixture.narrow(1, 2, 2) * (position - u).pow(2))).sum([1], keepdim: true);
                window = window + weight * text.select(1, u);
            }

            y.Add(h);
            windows.Add(window);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(windows), h, c, position, window];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = new HandwritingWindow(3, 5, 4, 1, dtype: ScalarType.Float64) { Executor = executor };
        Assign(net.mixture.weight, zeros(3, 4));
        Assign(net.mixture.bias, tensor(new[] { 0, Math.Log(1000), 0 }));
        var text = Leaf(2, 6, 5);

        var output = net.forward(Leaf(2, 6, 3), text, new(Position: full(2, 1, -1, ScalarType.Float64)));

        yield return new("a narrow window that moves one character a step reads the text", [text], [output.Window]);
    }
}
