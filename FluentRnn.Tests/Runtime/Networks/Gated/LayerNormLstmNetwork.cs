using FluentRnn.Tests.Networks;
using FluentRnn.Tests.Runtime.Behaviour;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LayerNormLstmNetwork : Network<LayerNormLstm>
{
    public override int Number => 9;

    public override string Title => "LSTM with layer normalisation";

    public override Topic Topic => Topic.Gated;

    public override string Needs => "normalisation";

    public override string Equations => """
        $$
        \begin{aligned}
        (i, f, g, o) &= \mathrm{LN}(W x_t) + \mathrm{LN}(U h_{t-1}) + b \\
        c_t &= \sigma(f) \odot c_{t-1} + \sigma(i) \odot \tanh(g) \\
        h_t &= \sigma(o) \odot \tanh(\mathrm{LN}(c_t))
        \end{aligned}
        $$

        Ba, Kiros and Hinton 2016, [arXiv:1607.06450](https://arxiv.org/abs/1607.06450), equations 20 to 22. Each norm has a gain and a shift of its own. The normalised
        product with $x_t$ is computed for all steps at once.
        """;

    protected override LayerNormLstm Make() => new(3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("c", 4);
    }

    protected override Tensor[] Loop(LayerNormLstm net, SlotValues values)
    {
        var (x, h, c, y) = (values["x"], values["h"], values["c"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var gates = Norm(net.input.call(x.select(1, t)), net.inputNorm) + Norm(net.recurrent.call(h), net.recurrentNorm) + net.bias;
            c = sigmoid(gates.narrow(1, 4, 4)) * c + sigmoid(gates.narrow(1, 0, 4)) * tanh(gates.narrow(1, 8, 4));
            h = sigmoid(gates.narrow(1, 12, 4)) * tanh(Norm(c, net.cellNorm));
            y.Add(h);
        }

        return [SlotValues.Stack(y), h, c];

        static Tensor Norm(Tensor x, LayerNorm norm)
        {
            var centred = x - x.mean([1], keepdim: true);
            return centred / (centred.square().mean([1], keepdim: true) + 1e-5).sqrt() * norm.weight! + norm.bias!;
        }
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (x, h0, c0) = (Leaf(2, 9, 3), Leaf(2, 4), Leaf(2, 4));

        var before = net.forward(x, new(h0, c0));
        Assign(net.input.weight, net.input.weight! + randn(1, 3, ScalarType.Float64));
        Assign(net.recurrent.weight, net.recurrent.weight! + randn(1, 4, ScalarType.Float64));
        var after = net.forward(x, new(h0, c0));

        yield return new("one vector added to every row of the weights: nothing changes", Results.Of(before), Results.Of(after));
    }
}
