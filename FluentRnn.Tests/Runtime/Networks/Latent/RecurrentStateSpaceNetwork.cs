using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RecurrentStateSpaceNetwork : Network<RecurrentStateSpace.Observer>
{
    const int Actions = 2, Observed = 3, Hidden = 4, Latent = 2;

    public override int Number => 60;

    public override string Title => "Recurrent state space model";

    public override Topic Topic => Topic.Latent;

    public override string Needs => "a draw a step; two containers that share layers and states";

    public override Draws Draws => Draws.EachStep;

    public override string Equations => """
        $$
        h_t = \mathrm{GRU}(\mathrm{relu}(W [s_{t-1}, a_t] + b), h_{t-1}) \qquad s_t \sim \begin{cases} q(s \mid h_t, o_t) & \text{observing} \\ p(s \mid h_t) & \text{imagining} \end{cases}
        $$

        and $\mathrm{KL}(q \| p)$ beside it. Hafner et al. 2018, [arXiv:1811.04551](https://arxiv.org/abs/1811.04551).
        """;

    protected override RecurrentStateSpace.Observer Make() => Make(Layers());

    protected override void Fill(SlotValues values)
    {
        values.Sequence("action", Actions);
        values.Sequence("observation", Observed);
        values.State("h", Hidden);
        values.State("s", Latent);
    }

    protected override Tensor[] Loop(RecurrentStateSpace.Observer net, SlotValues values)
    {
        var (action, observation, h, s) = (values["action"], values["observation"], values["h"], values["s"]);
        var (features, divergences) = (new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = net.cell.call(net.input.call(cat([s, action.select(1, t)], 1)).relu(), h);
            var (prior, posterior) = (net.prior.call(h), net.posterior.call(cat([h, observation.select(1, t)], 1)));
            var (meanP, meanQ) = (prior.narrow(1, 0, Latent), posterior.narrow(1, 0, Latent));
            var (deviationP, deviationQ) = (Deviation(prior), Deviation(posterior));
            s = meanQ + deviationQ * randn_like(meanQ);
            features.Add(cat([h, s], 1));
            divergences.Add((log(deviationP / deviationQ) + (deviationQ.square() + (meanQ - meanP).square()) / (2 * deviationP.square()) - 0.5).sum(dim: 1));
        }

        return [SlotValues.Stack(features), SlotValues.Stack(divergences), h, s];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        var layers = Layers();
        using var observer = Make(layers);
        using var imagination = new RecurrentStateSpace.Imagination(Actions, Hidden, Latent, layers, dtype: ScalarType.Float64) { Executor = executor };
        observer.Executor = executor;
        Assign(layers.Posterior.weight, cat([layers.Prior.weight!, zeros(2 * Latent, Observed)], 1));
        Assign(layers.Posterior.bias, layers.Prior.bias);
        var (action, observation, h, s) = (Leaf(2, 9, Actions), Leaf(2, 9, Observed), Leaf(2, Hidden), Leaf(2, Latent));

        manual_seed(3);
        var observed = observer.forward(action, observation, new(h, s));
        manual_seed(3);
        var imagined = imagination.forward(action, new(h, s));
        yield return new(
            "observing with a posterior that sees nothing is imagining, values and gradients",
            WithGradients([imagined.Features], [action, h, s, .. layers.Cell.parameters()]),
            WithGradients([observed.Features], [action, h, s, .. layers.Cell.parameters()]));
        yield return new("and its divergence is zero", [zeros_like(observed.Divergence)], [observed.Divergence]);
    }

    static RecurrentStateSpace.Layers Layers() => RecurrentStateSpace.Layers.Create(Actions, Observed, Hidden, Latent);

    static RecurrentStateSpace.Observer Make(RecurrentStateSpace.Layers layers) => new(Actions, Observed, Hidden, Latent, layers, dtype: ScalarType.Float64);

    static Tensor Deviation(Tensor layer) => nn.functional.softplus(layer.narrow(1, Latent, Latent)) + 1e-4;
}
