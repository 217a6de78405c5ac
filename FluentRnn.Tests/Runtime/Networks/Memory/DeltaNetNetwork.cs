using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class DeltaNetNetwork : Network<DeltaNet>
{
    public override int Number => 67;

    public override string Title => "DeltaNet";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a matrix state";

    public override string Equations => """
        $$S_t = S_{t-1} + \beta_t\, k_t^\top (v_t - k_t S_{t-1}) \qquad y_t = q_t S_t,\quad |k_t| = 1$$

        Schlag, Irie and Schmidhuber 2021, [arXiv:2102.11174](https://arxiv.org/abs/2102.11174); Yang et al. 2024, [arXiv:2406.06484](https://arxiv.org/abs/2406.06484), whose parallel form is the oracle.
        """;

    protected override DeltaNet Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("memory", 4, 4);
    }

    protected override Tensor[] Loop(DeltaNet net, SlotValues values)
    {
        var (x, memory, y) = (values["x"], values["memory"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var now = x.select(1, t);
            var key = net.key.call(now);
            key = key / key.square().sum(1, keepdim: true).sqrt();
            var wrong = net.value.call(now) - einsum("bi,bij->bj", key, memory);
            memory = memory + einsum("bi,bj->bij", key, net.share.call(now).sigmoid() * wrong);
            y.Add(einsum("bi,bij->bj", net.query.call(now), memory));
        }

        return [SlotValues.Stack(y), memory];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 3);
        yield return new("the parallel form (UT transform), values and gradients", WithGradients([Parallel(net, x)], x), WithGradients([net.forward(x).Y], x));
    }

    /// <summary>All steps at once: what each step writes solves a triangular system, and is then read by attention.</summary>
    static Tensor Parallel(DeltaNet net, Tensor x)
    {
        var key = nn.functional.normalize(net.key.call(x), dim: 2);
        var share = net.share.call(x).sigmoid();
        var system = eye(x.shape[1], dtype: ScalarType.Float64) + (share * key.matmul(key.mT)).tril(-1);
        var written = linalg.solve(system, share * net.value.call(x));
        return net.query.call(x).matmul(key.mT).tril().matmul(written);
    }
}
