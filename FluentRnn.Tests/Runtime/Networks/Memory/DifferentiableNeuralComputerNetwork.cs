using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class DifferentiableNeuralComputerNetwork : Network<DifferentiableNeuralComputer>
{
    const int Hidden = 4, Slots = 5, Width = 3, Heads = 2;
    const double Sure = 60;

    public override int Number => 40;

    public override string Title => "Differentiable neural computer";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "matrix states; sort, cumulative product and scatter in the step";

    public override string Equations => """
        Usage $u$ grows where something is written and falls where a read head frees; $\phi$ sorts it. With content weights $c$, a write weighting $w$ and
        read weightings $r$:

        $$
        \begin{aligned}
        u_t &= (u + w - u \odot w) \odot \textstyle\prod_i (1 - f_i r_i) &\quad a_{\phi_j} &= (1 - u_{\phi_j}) \textstyle\prod_{i<j} u_{\phi_i} \\
        w_t &= g^w (g^a a + (1 - g^a)\, c) &\quad p_t &= (1 - \textstyle\sum_i w_i)\, p + w_t \\
        L_{ij} &= (1 - w_i - w_j) L_{ij} + w_i p_j,\ L_{ii} = 0 &\quad r_t &= \pi_1 L^\top r + \pi_2 c^r + \pi_3 L r
        \end{aligned}
        $$

        Graves et al. 2016, Nature 538, 471–476.
        """;

    protected override DifferentiableNeuralComputer Make() => new(3, 2, Hidden, Slots, Width, Heads, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("memory", Slots, Width);

        // No two slots as much in use as each other: then there is one order of them.
        values.State("usage", rand([values.Batch, Slots], ScalarType.Float64, requires_grad: true));
        values.State("reading", (rand([values.Batch, Heads, Slots], ScalarType.Float64) / Slots).requires_grad_());
    }

    protected override Tensor[] Loop(DifferentiableNeuralComputer net, SlotValues values)
    {
        var (x, memory, usage, reading) = (values["x"], values["memory"], values["usage"], values["reading"]);
        Tensor Zeros(params long[] shape) => zeros([values.Batch, .. shape], ScalarType.Float64);
        var (h, c, precedence, link, writing, read) = (Zeros(Hidden), Zeros(Hidden), Zeros(Slots), Zeros(Slots, Slots), Zeros(Slots), Zeros(Heads, Width));
        var y = new List<Tensor>();
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.controller.call(cat([x.select(1, t), .. read.unbind(1)], 1), (h, c));
            var write = net.writeHead.call(h);
            var heads = net.readHeads.call(h).chunk(Heads, 1);

            usage = usage + writing - usage * writing;
            for (var i = 0; i < Heads; i++) usage = usage * (1 - heads[i].narrow(1, Width + 1, 1).sigmoid() * reading.select(1, i));
            var content = Look(write.narrow(1, 0, Width), write.narrow(1, 3 * Width, 1), memory);
            var (allocate, gate) = (write.narrow(1, 3 * Width + 1, 1).sigmoid(), write.narrow(1, 3 * Width + 2, 1).sigmoid());
            writing = gate * (allocate * Allocation(usage) + (1 - allocate) * content);

            var (erase, add) = (write.narrow(1, Width, Width).sigmoid(), write.narrow(1, 2 * Width, Width));
            memory = memory * (1 - einsum("bn,bw->bnw", writing, erase)) + einsum("bn,bw->bnw", writing, add);

            // Row i: what was written before slot i.
            link = stack(Enumerable.Range(0, Slots).Select(i => stack(Enumerable.Range(0, Slots).Select(j =>
            {
                var (wi, wj) = (writing.select(1, i), writing.select(1, j));
                return i == j ? zeros_like(wi) : (1 - wi - wj) * link.select(1, i).select(1, j) + wi * precedence.select(1, j);
            }), 1)), 1);
            precedence = (1 - writing.sum(1, keepdim: true)) * precedence + writing;

            reading = stack(heads.Select((head, i) =>
            {
                var mode = head.narrow(1, Width + 2, 3).softmax(1);
                var last = reading.select(1, i);
                return mode.narrow(1, 0, 1) * einsum("bij,bi->bj", link, last)
                    + mode.narrow(1, 1, 1) * Look(head.narrow(1, 0, Width), head.narrow(1, Width, 1), memory)
                    + mode.narrow(1, 2, 1) * einsum("bij,bj->bi", link, last);
            }), 1);
            read = einsum("bhn,bnw->bhw", reading, memory);
            y.Add(net.readout.call(cat([h, .. read.unbind(1)], 1)));
        }

        return [SlotValues.Stack(y), h, c, memory, usage, precedence, link, writing, reading, read];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var state = net.forward(20 * Leaf(3, 12, 3)).State;
        var (usage, link, reading) = (state.Usage!, state.Link!, state.Reading!);
        yield return new("usage is between zero and one", [usage.clamp(0, 1)], [usage]);
        yield return new("links and read weights are not negative and add up to at most one", [link.clamp(0, 1), link.sum(1).clamp(0, 1), link.sum(2).clamp(0, 1), reading.sum(2).clamp(0, 1)], [link, link.sum(1), link.sum(2), reading.sum(2)]);

        using var writer = Make(executor);
        Assign(writer.writeHead.weight, zeros_like(writer.writeHead.weight!));
        Assign(writer.writeHead.bias, cat([zeros(3 * Width + 1), full(2, Sure)]));
        Assign(writer.readHeads.weight, zeros_like(writer.readHeads.weight!));
        Assign(writer.readHeads.bias, full(Heads * (Width + 5), -Sure));
        var (all, slots) = (writer.forward(zeros(1, Slots, 3, dtype: ScalarType.Float64)).State, new List<Tensor>());
        DifferentiableNeuralComputer.State? carried = null;
        for (var t = 0; t < Slots; t++)
        {
            carried = writer.step(zeros(1, 3, dtype: ScalarType.Float64), carried).State;
            slots.Add(carried.Value.Writing!);
        }

        var order = cat([.. slots]);
        yield return new("every write takes a slot not in use", [ones(Slots), ones(Slots)], [order.sum(dim: 0), order.max(1).values]);
        yield return new("the links are the order of the writes", [cat([.. slots[..^1]])], [cat([.. slots[1..]]).matmul(all.Link!.squeeze(0))]);
    }

    /// <summary>By the definition: as much as a slot is free, where those less in use are used up.</summary>
    static Tensor Allocation(Tensor usage) => stack(Enumerable.Range(0, Slots).Select(i =>
    {
        var own = usage.select(1, i);
        var allocation = 1 - own;
        for (var j = 0; j < Slots; j++)
        {
            var other = usage.select(1, j);
            if (j != i) allocation = allocation * where(other < own, other, ones_like(other));
        }

        return allocation;
    }), 1);

    static Tensor Look(Tensor key, Tensor strength, Tensor memory)
    {
        var dot = einsum("bw,bnw->bn", key, memory);
        var norms = key.square().sum(1, keepdim: true).sqrt() * memory.square().sum(2).sqrt();
        return ((1 + nn.functional.softplus(strength)) * dot / norms).softmax(1);
    }
}
