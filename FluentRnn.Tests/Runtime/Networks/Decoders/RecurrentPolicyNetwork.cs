using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class RecurrentPolicyNetwork : Network<RecurrentPolicy>
{
    public override int Number => 64;

    public override string Title => "Recurrent policy with episode resets";

    public override Topic Topic => Topic.Decoders;

    public override string Needs => "resets";

    public override string Equations => """
        $$h_t = \mathrm{GRU}(o_t, \bar h_{t-1}) \qquad \bar h_{t-1} = \begin{cases} h_0 & \text{a new episode begins at } t \\ h_{t-1} & \text{else} \end{cases} \qquad
        \log \pi = \log\mathrm{softmax}(V h_t + b) \qquad v = w^\top h_t + c$$

        Actor and critic of reinforcement learning on rows that hold several episodes each. `resets` of the call says where they begin; the initial state is learned.
        """;

    protected override RecurrentPolicy Make() => new(3, 4, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("observation", 3);
        values.State("h", 4);
    }

    protected override Tensor[] Loop(RecurrentPolicy net, SlotValues values)
    {
        var (h, policy, value) = (values["h"], new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = net.cell.call(values["observation"].select(1, t), h);
            policy.Add(net.actor.call(h).log_softmax(1));
            value.Add(net.critic.call(h));
        }

        return [SlotValues.Stack(policy), SlotValues.Stack(value), h];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        Assign(net.get_parameter("initial_h"), Random(1, 4));
        var x = Leaf(2, 9, 3);
        long[][] begins = [[0, 3, 4], [0, 7]];
        var resets = zeros(2, 9, dtype: ScalarType.Bool);
        foreach (var (row, begin) in begins.SelectMany((all, row) => all.Select(begin => (row, begin)))) resets[row, begin] = true;

        var output = net.forward(x, resets: resets);
        var rows = begins.Select((all, row) => all.Append(9).Zip(all.Skip(1).Append(9), (begin, end) => net.forward(x.narrow(0, row, 1).narrow(1, begin, end - begin))).ToList()).ToList();

        yield return new(
            "every episode alone, values and gradients",
            WithGradients([cat([.. rows.Select(row => cat([.. row.Select(episode => episode.Value)], 1))]), cat([.. rows.Select(row => row[^1].State.H!)])], [x, .. net.parameters()]),
            WithGradients([output.Value, output.State.H!], [x, .. net.parameters()]));
    }
}
