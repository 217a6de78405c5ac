using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class ScheduledSamplingNetwork : Network<ConstantToSequence>
{
    public override int Number => 35;

    public override string Title => "Scheduled sampling";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "teacher forcing";

    public override string Equations => """
        $$
        (h_t, c_t) = \mathrm{LSTM}([\hat y_{t-1}; s], h_{t-1}, c_{t-1}) \qquad y_t = \mathrm{softmax}(V h_t + b) \qquad
        \hat y_{t-1} = \begin{cases} \text{target}_{t-1} & \text{with probability } p \\ y_{t-1} & \text{else} \end{cases}
        $$

        Bengio et al. 2015, [arXiv:1506.03099](https://arxiv.org/abs/1506.03099). Every `TeacherForced` state can be trained so: `teacherForcing` is $p$, drawn for each row and step.
        """;

    protected override ConstantToSequence Make() => new(3, 4, 5, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Constant("context", 4);
        values.State("h", 5);
        values.State("c", 5);
        values.State("previous", 3);
    }

    protected override Tensor[] Loop(ConstantToSequence net, SlotValues values)
    {
        var (context, h, c, previous) = (values["context"], values["h"], values["c"], values["previous"]);
        var logits = new List<Tensor>();
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.cell.call(cat([previous, context], 1), (h, c));
            logits.Add(net.readout.call(h));
            previous = softmax(logits[t], 1);
        }

        return [SlotValues.Stack(logits), h, h, c, previous];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var (context, target) = (Leaf(2, 4), Leaf(2, 9, 3));
        var free = net.forward(context, steps: 9);
        var never = net.forward(context, previousTarget: target, teacherForcing: 0, steps: 9);
        var always = net.forward(context, previousTarget: target, teacherForcing: 1, steps: 9);

        // Taught at every step, it is the cell on a sequence that is known beforehand: the targets, one step late.
        var inputs = cat([cat([zeros(2, 1, 3, ScalarType.Float64), target.narrow(1, 0, 8)], 1), context.unsqueeze(1).expand(2, 9, 4)], 2);
        using var layer = nn.LSTM(7, 5, batchFirst: true).to(ScalarType.Float64);
        foreach (var name in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]) Assign(layer.get_parameter(name + "_l0"), net.cell.get_parameter(name));
        var taught = net.readout.call(layer.call(inputs).Item1);

        yield return new("$p = 0$: free running, values and gradients", WithGradients([free.Logits], context), WithGradients([never.Logits], context));
        yield return new("$p = 1$: `nn.LSTM` on the targets, values and gradients", WithGradients([taught], context, target), WithGradients([always.Logits], context, target));
    }
}
