using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class LegendreMemoryNetwork : Network<LegendreMemory>
{
    const int Order = 12;

    public override int Number => 55;

    public override string Title => "Legendre memory unit";

    public override Topic Topic => Topic.Continuous;

    public override string Needs => "buffers computed on the host";

    public override string Equations => """
        $$u_t = e [x_t, h_{t-1}, m_{t-1}] \qquad m_t = \bar A m_{t-1} + \bar B u_t \qquad h_t = \tanh(W [x_t, h_{t-1}, m_t] + b)$$

        $\bar A$ and $\bar B$ are fixed: they make $m$ the coefficients of the last $\theta$ steps of $u$ in Legendre polynomials, with $u$ constant within a step. Voelker, Kajić and Eliasmith 2019,
        NeurIPS.
        """;

    protected override LegendreMemory Make() => new(3, 4, Order, 10, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("h", 4);
        values.State("m", Order);
    }

    protected override Tensor[] Loop(LegendreMemory net, SlotValues values)
    {
        var (x, h, m, y, memories) = (values["x"], values["h"], values["m"], new List<Tensor>(), new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var u = net.write.call(cat([x.select(1, t), h, m], 1));
            m = einsum("bi,ij->bj", m, net.transition) + u * net.input;
            h = net.cell.call(cat([x.select(1, t), h, m], 1)).tanh();
            y.Add(h);
            memories.Add(m);
        }

        return [SlotValues.Stack(y), SlotValues.Stack(memories), h, m];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        // What is written is the input itself: a slow wave.
        const int Window = 100, Length = 400;
        using var net = new LegendreMemory(1, 4, Order, Window, dtype: ScalarType.Float64) { Executor = executor };
        Assign(net.write.weight, eye(1, 5 + Order));
        var wave = sin(arange(Length, dtype: ScalarType.Float64) * (2 * Math.PI / 150));
        var memory = net.forward(wave.view(1, Length, 1)).Memory[0, ^1];

        // The input of j steps ago, in the middle of its step.
        var ago = arange(Window, dtype: ScalarType.Float64);
        yield return new("the memory gives back the last steps of a slow wave", [wave.index_select(0, Length - 1 - ago.to(ScalarType.Int64))], [Legendre(2 * (ago + 0.5) / Window - 1).matmul(memory)], Tolerance: 3e-3);
    }

    /// <summary>The Legendre polynomials at some places, (places, order), by Bonnet's recursion.</summary>
    static Tensor Legendre(Tensor at)
    {
        var polynomials = new List<Tensor> { ones_like(at), at };
        for (var n = 1; n < Order - 1; n++) polynomials.Add(((2 * n + 1) * at * polynomials[n] - n * polynomials[n - 1]) / (n + 1));
        return stack(polynomials, 1);
    }
}
