using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ShowAttendTellNetwork : Network<ShowAttendTell>
{
    public override int Number => 34;

    public override string Title => "Show, attend and tell";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "a constant of rank 4, initial states from it";

    public override string Equations => """
        $$
        \begin{aligned}
        h_0 &= \tanh(W_h \bar a + b_h) \qquad c_0 = \tanh(W_c \bar a + b_c) \\
        \alpha &= \mathrm{softmax}_j(v^\top \tanh(W h_{t-1} + U a_j + b)) \qquad z = \sigma(w_\beta^\top h_{t-1} + b_\beta) \sum_j \alpha_j a_j \\
        (h_t, c_t) &= \mathrm{LSTM}([E_{w_t}; z], h_{t-1}, c_{t-1}) \qquad \text{logits} = V [E_{w_t}; h_t; z] + d
        \end{aligned}
        $$

        Xu et al. 2015, [arXiv:1502.03044](https://arxiv.org/abs/1502.03044), soft attention with the gate $\beta$. The image is a constant (B, channels, height, width), of any height and width; $a_j$ are
        its places, and their products are computed once a call.
        """;

    protected override ShowAttendTell Make() => new(5, 3, 4, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("token", randint(0, 5, [values.Batch, values.Steps]));
        values.Constant("image", 3, 2, 4);
    }

    protected override Tensor[] Loop(ShowAttendTell net, SlotValues values)
    {
        var (image, logits) = (values["image"], new List<Tensor>());
        var places = image.view(values.Batch, 3, 8).permute(0, 2, 1);
        var (h, c) = (tanh(net.startH.call(places.mean([1]))), tanh(net.startC.call(places.mean([1]))));
        for (var t = 0; t < values.Steps; t++)
        {
            var attention = softmax(net.score.call(tanh(net.query.call(h).unsqueeze(1) + net.key.call(places))).squeeze(2), 1);
            var read = sigmoid(net.gate.call(h)) * (attention.unsqueeze(2) * places).sum([1]);
            var word = net.embed.call(values["token"].select(1, t));
            (h, c) = net.cell.call(cat([word, read], 1), (h, c));
            logits.Add(net.readout.call(cat([word, h, read], 1)));
        }

        return [SlotValues.Stack(logits), h, c];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (tokens, image, dot) = (randint(0, 5, [2, 7]), Leaf(2, 3, 3, 4), Leaf(2, 3, 1, 1));
        var (straight, turned) = (net.forward(tokens, image), net.forward(tokens, image.flip(2, 3)));

        yield return new("an image upside down: the same words, values and gradients", WithGradients([straight.Logits], image), WithGradients([turned.Logits], image));

        var seen = dot.squeeze(3).squeeze(2);
        var (h, c, logits) = (tanh(net.startH.call(seen)), tanh(net.startC.call(seen)), new List<Tensor>());
        foreach (var token in tokens.unbind(1))
        {
            var (word, read) = (net.embed.call(token), sigmoid(net.gate.call(h)) * seen);
            (h, c) = net.cell.call(cat([word, read], 1), (h, c));
            logits.Add(net.readout.call(cat([word, h, read], 1)));
        }

        yield return new("an image of one place: a constant context, values and gradients", WithGradients([SlotValues.Stack(logits)], dot), WithGradients([net.forward(tokens, dot).Logits], dot));
    }
}
