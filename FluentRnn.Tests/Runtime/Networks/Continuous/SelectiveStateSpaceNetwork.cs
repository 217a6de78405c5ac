using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class SelectiveStateSpaceNetwork : Network<SelectiveStateSpace>
{
    const int Width = 4, Order = 2, Window = 3;

    public override int Number => 56;

    public override string Title => "Selective state space layer";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "matrix states, a window of earlier inputs";

    public override string Equations => """
        $$
        \begin{aligned}
        u_t &= \mathrm{silu}(\textstyle\sum_j w_j \odot (W_u x)_{t-j}) &\quad (\Delta_t, B_t, C_t) &= \text{linear in } u_t,\ \Delta_t > 0 \\
        s_t &= e^{\Delta_t A} \odot s_{t-1} + \Delta_t u_t B_t^\top &\quad y_t &= W_y ((s_t C_t + D \odot u_t) \odot \mathrm{silu}(W_z x_t))
        \end{aligned}
        $$

        Gu and Dao 2023, [arXiv:2312.00752](https://arxiv.org/abs/2312.00752) (Mamba); $\Delta$ without its bottleneck.
        """;

    protected override SelectiveStateSpace Make() => new(3, Width, Order, Window, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("recent", Window, Width);
        values.State("s", Width, Order);
    }

    protected override Tensor[] Loop(SelectiveStateSpace net, SlotValues values)
    {
        var (x, recent, s, y) = (values["x"], values["recent"], values["s"], new List<Tensor>());
        var history = recent.unbind(1).ToList();
        for (var t = 0; t < values.Steps; t++)
        {
            var branches = net.input.call(x.select(1, t));
            history.Add(branches.narrow(1, 0, Width));
            var u = nn.functional.silu(Enumerable.Range(1, Window).Select(j => history[^j] * net.filter[^j]).Aggregate((sum, part) => sum + part));
            var selected = net.select.call(u);
            var dt = nn.functional.softplus(selected.narrow(1, 0, Width));
            s = s * exp(einsum("bw,wn->bwn", dt, -net.logRate.exp())) + einsum("bw,bn->bwn", dt * u, selected.narrow(1, Width, Order));
            var read = einsum("bwn,bn->bw", s, selected.narrow(1, Width + Order, Order)) + net.skip * u;
            y.Add(net.output.call(read * nn.functional.silu(branches.narrow(1, Width, Width))));
        }

        return [SlotValues.Stack(y), stack(history[^Window..], 1), s];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 3);
        yield return new("a causal convolution and a scan of all steps at once, values and gradients", WithGradients([Parallel(net, x)], x), WithGradients([net.forward(x).Y], x));
    }

    /// <summary>All steps at once: the linear recurrence solved by sums, s_t = exp(a_t) Σ_r exp(-a_r) b_r with a the sum of the exponents so far.</summary>
    static Tensor Parallel(SelectiveStateSpace net, Tensor x)
    {
        var branches = net.input.call(x).chunk(2, 2);
        var padded = nn.functional.pad(branches[0].transpose(1, 2), [Window - 1, 0]);
        var u = nn.functional.silu(nn.functional.conv1d(padded, net.filter.t().unsqueeze(1), groups: Width)).transpose(1, 2);
        var selected = net.select.call(u).split([Width, Order, Order], 2);
        var dt = nn.functional.softplus(selected[0]);
        var exponents = (dt.unsqueeze(3) * -net.logRate.exp()).cumsum(1);
        var states = exponents.exp() * ((-exponents).exp() * (dt * u).unsqueeze(3) * selected[1].unsqueeze(2)).cumsum(1);
        return net.output.call(((states * selected[2].unsqueeze(2)).sum(dim: 3) + net.skip * u) * nn.functional.silu(branches[1]));
    }
}
