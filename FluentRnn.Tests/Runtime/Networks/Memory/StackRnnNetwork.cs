using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class StackRnnNetwork : Network<StackRnn>
{
    const int Depth = 5;

    public override int Number => 41;

    public override string Title => "Stack RNN";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a matrix state";

    public override string Equations => """
        $$
        \begin{aligned}
        h_t &= \sigma(W [x_t, h_{t-1}, s_{t-1,0}] + b) &\quad a &= \mathrm{softmax}(A h_t) \\
        s_{t,0} &= a_{push}\, \sigma(D h_t) + a_{pop}\, s_{t-1,1} + a_{keep}\, s_{t-1,0} &\quad s_{t,i} &= a_{push}\, s_{t-1,i-1} + a_{pop}\, s_{t-1,i+1} + a_{keep}\, s_{t-1,i}
        \end{aligned}
        $$

        Joulin and Mikolov 2015, [arXiv:1503.01007](https://arxiv.org/abs/1503.01007). What is below the lowest element is zero.
        """;

    protected override StackRnn Make() => new(3, 4, Depth, 2, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("stack", Depth, 2);
    }

    protected override Tensor[] Loop(StackRnn net, SlotValues values)
    {
        var (x, h, stack, y, tops) = (values["x"], values["h"], values["stack"], new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            h = sigmoid(net.cell.call(cat([x.select(1, t), h, stack.select(1, 0)], 1)));
            var (action, value) = (net.action.call(h).softmax(1), sigmoid(net.value.call(h)));
            var elements = new List<Tensor>();
            for (var i = 0; i < Depth; i++)
            {
                var above = i == 0 ? value : stack.select(1, i - 1);
                var below = i == Depth - 1 ? zeros_like(value) : stack.select(1, i + 1);
                elements.Add(action.narrow(1, 0, 1) * above + action.narrow(1, 1, 1) * below + action.narrow(1, 2, 1) * stack.select(1, i));
            }

            stack = torch.stack(elements, 1);
            y.Add(h);
            tops.Add(elements[0]);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(tops), h, stack];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        // The first two inputs say push and pop, the third what to push.
        using var net = Make(executor);
        Assign(net.cell.weight, cat([20 * eye(4, 3), zeros(4, 6)], 1));
        Assign(net.cell.bias, full(4, -10));
        Assign(net.action.weight, 200 * eye(3, 4));
        Assign(net.value.weight, tensor(new[] { 0, 0, 1.0, 0, 0, 0, -1.0, 0 }, 2, 4));
        var push = tensor(new[] { 3.0, -3, -3 }).repeat(1, 3, 1);
        var pop = tensor(new[] { -3, 3.0, -3 }).repeat(1, 3, 1);
        var (h, stack) = (Leaf(1, 4), Leaf(1, Depth, 2));

        var after = net.forward(cat([push, pop], 1), new(h, stack)).State.Stack!;
        var untouched = cat([stack.narrow(1, 0, Depth - 3), zeros(1, 3, 2, dtype: ScalarType.Float64)], 1);
        yield return new("three times pushed and three times popped: what was there, but for what fell off below", [untouched], [after]);

        var pushed = net.forward(push, new(h, stack));
        yield return new("pushed things lie on one another", [pushed.Top.flip(1)], [pushed.State.Stack!.narrow(1, 0, 3)]);
    }
}
