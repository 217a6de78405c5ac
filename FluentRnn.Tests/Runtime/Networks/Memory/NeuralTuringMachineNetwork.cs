using FluentRnn.Tests.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class NeuralTuringMachineNetwork : Network<NeuralTuringMachine>
{
    const int Hidden = 4, Slots = 5, Width = 3, Heads = 2;

    // A logit that is as good as infinite.
    const double Sure = 60;

    public override int Number => 39;

    public override string Title => "Neural Turing machine";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "matrix states; initial states from parameters";

    public override string Equations => """
        An LSTM tells each head a key $k$, a strength $\beta$, a gate $g$, shares $s$ of the shifts, and a sharpening $\gamma$; the write head also what to erase, $e$, and to add, $a$.

        $$
        \begin{aligned}
        w^c &= \mathrm{softmax}_i(\beta \cos(k, M_i)) &\quad w^g &= g\, w^c + (1 - g)\, w_{t-1} \\
        \tilde w_i &= \textstyle\sum_j s_{i-j}\, w^g_j &\quad w_i &= \tilde w_i^\gamma / \textstyle\sum_j \tilde w_j^\gamma \\
        M_t &= M_{t-1} \odot (1 - w e^\top) + w a^\top &\quad r &= w^\top M_t
        \end{aligned}
        $$

        Graves, Wayne and Danihelka 2014, [arXiv:1410.5401](https://arxiv.org/abs/1410.5401).
        """;

    protected override NeuralTuringMachine Make() => new(3, 2, Hidden, Slots, Width, Heads, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", Hidden);
        values.State("c", Hidden);
    }

    protected override Tensor[] Loop(NeuralTuringMachine net, SlotValues values)
    {
        var (x, h, c) = (values["x"], values["h"], values["c"]);
        Tensor Rows(Tensor first) => first.expand([values.Batch, .. first.shape[^2..]]);
        var memory = Rows(net.firstMemory);
        var (reading, writing, read) = (Rows(net.firstReading.softmax(1)), Rows(net.firstWriting.softmax(1)), Rows(net.get_parameter("initial_read")!));
        var (y, readings, writings) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            (h, c) = net.controller.call(cat([x.select(1, t), .. read.unbind(1)], 1), (h, c));
            var w = Look(net.writeHead.call(h), memory, writing.squeeze(1));
            var (erase, add) = (net.erase.call(h).sigmoid(), net.add.call(h));
            memory = memory * (1 - einsum("bn,bw->bnw", w, erase)) + einsum("bn,bw->bnw", w, add);
            var heads = net.readHeads.call(h).chunk(Heads, 1);
            reading = stack(heads.Select((head, i) => Look(head, memory, reading.select(1, i))), 1);
            writing = w.unsqueeze(1);
            read = einsum("bhn,bnw->bhw", reading, memory);
            y.Add(net.readout.call(cat([h, .. read.unbind(1)], 1)));
            readings.Add(reading);
            writings.Add(writing);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(readings), SlotValues.Stack(writings), h, c, memory, reading, writing, read];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var weights = net.forward(Leaf(2, 9, 3));
        var (read, written) = (weights.ReadWeights, weights.WriteWeights);
        yield return new("weights add up to one", [ones_like(read.sum(3)), ones_like(written.sum(3))], [read.sum(3), written.sum(3)]);
        yield return new("weights are not negative", [read.abs(), written.abs()], [read, written]);

        using var moving = Make(executor);
        Tell(moving.readHeads, Heads, Head(key: zeros(Width), strength: 0, gate: -Sure, shift: 1));
        var first = moving.firstReading.softmax(1);
        var moved = moving.forward(Leaf(2, 9, 3)).ReadWeights;
        yield return new("heads told to move move by a slot a step", [.. Enumerable.Range(0, 9).Select(t => first.roll(t + 1, 1).expand(2, Heads, Slots))], moved.unbind(1));

        using var looking = Make(executor);
        Assign(looking.firstMemory, eye(Slots, Width));
        Tell(looking.readHeads, Heads, Head(key: tensor(new[] { 0.0, 2.0, 0.0 }), strength: Sure, gate: Sure, shift: 0));
        Assign(looking.add.weight, zeros(Width, Hidden));
        Assign(looking.add.bias, zeros(Width));
        Assign(looking.erase.weight, zeros(Width, Hidden));
        Assign(looking.erase.bias, full(Width, -Sure));
        var found = looking.forward(Leaf(2, 9, 3)).ReadWeights;
        yield return new("a key looks where the memory is like it", [zeros_like(found).index_fill(3, tensor(1L), 1)], [found]);
    }

    /// <summary>Where one head (B, width + 6) looks next, (B, slots); the shift is the circular convolution of the paper, element by element.</summary>
    static Tensor Look(Tensor head, Tensor memory, Tensor last)
    {
        var strength = nn.functional.softplus(head.narrow(1, Width, 1));
        var content = softmax(strength * nn.functional.cosine_similarity(head.narrow(1, 0, Width).unsqueeze(1), memory, 2), 1);
        var gate = head.narrow(1, Width + 1, 1).sigmoid();
        var gated = gate * content + (1 - gate) * last;
        var shift = head.narrow(1, Width + 2, 3).softmax(1);
        var moved = stack(Enumerable.Range(0, Slots).Select(i => Enumerable.Range(-1, 3)
            .Select(by => shift.select(1, by + 1) * gated.select(1, (i - by + Slots) % Slots))
            .Aggregate((sum, part) => sum + part)), 1);
        var sharp = moved.pow(1 + nn.functional.softplus(head.narrow(1, Width + 5, 1)));
        return sharp / sharp.sum(1, keepdim: true);
    }

    /// <summary>What a head is told, in the order of its parts.</summary>
    static Tensor Head(Tensor key, double strength, double gate, int shift) =>
        cat([key.to(ScalarType.Float64), tensor(new[] { strength, gate }), tensor(Enumerable.Range(-1, 3).Select(move => move == shift ? Sure : -Sure).ToArray()), tensor(new[] { -Sure })]);

    /// <summary>Tells heads the same at every step.</summary>
    static void Tell(Linear layer, int heads, Tensor head)
    {
        Assign(layer.weight, zeros_like(layer.weight!));
        Assign(layer.bias, head.repeat(heads));
    }
}
