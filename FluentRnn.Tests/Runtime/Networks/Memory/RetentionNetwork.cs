using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RetentionNetwork : Network<Retention>
{
    const int Heads = 2, Width = 3;

    public override int Number => 47;

    public override string Title => "Retention";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a state of rank three, a buffer";

    public override string Equations => """
        $$S_t = \gamma S_{t-1} + k_t^\top v_t \qquad y_t = q_t S_t$$

        for each head with its own $\gamma$. Sun et al. 2023, [arXiv:2307.08621](https://arxiv.org/abs/2307.08621), without rotations, gate and group norm.
        """;

    protected override Retention Make() => new(3, Heads, Width, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("memory", Heads, Width, Width);
    }

    protected override Tensor[] Loop(Retention net, SlotValues values)
    {
        var (x, memory, y) = (values["x"], values["memory"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            Tensor Split(nn.Module<Tensor, Tensor> layer) => layer.call(x.select(1, t)).view(-1, Heads, Width);
            memory = memory * net.decay.unsqueeze(1).unsqueeze(2) + Split(net.key).unsqueeze(3) * Split(net.value).unsqueeze(2);
            y.Add(Split(net.query).unsqueeze(2).matmul(memory).flatten(1));
        }

        return [SlotValues.Stack(y), memory];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 3);
        yield return new("the quadratic form, values and gradients", WithGradients([Quadratic(net, x)], x), WithGradients([net.forward(x).Y], x));
    }

    /// <summary>All steps at once: attention without a softmax, each score faded by the distance.</summary>
    static Tensor Quadratic(Retention net, Tensor x)
    {
        Tensor Split(nn.Module<Tensor, Tensor> layer) => layer.call(x).unflatten(2, Heads, Width).transpose(1, 2);
        var position = arange(x.shape[1], dtype: ScalarType.Float64);
        var distance = position.unsqueeze(1) - position;
        var faded = net.decay.view(Heads, 1, 1).pow(distance).tril();
        return (Split(net.query).matmul(Split(net.key).mT) * faded).matmul(Split(net.value)).transpose(1, 2).flatten(2);
    }
}
