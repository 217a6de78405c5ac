using FluentRnn.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

sealed class MatrixLstmNetwork : Network<MatrixLstm>
{
    const int Heads = 2, Width = 3;

    public override int Number => 46;

    public override string Title => "mLSTM";

    public override Topic Topic => Topic.Memory;

    public override string Needs => "a state of rank three";

    public override string Equations => """
        For each head:

        $$
        \begin{aligned}
        m_t &= \max(\log \sigma(\tilde f) + m_{t-1},\ \tilde\imath) &\quad i &= e^{\tilde\imath - m_t} &\quad f &= e^{\log \sigma(\tilde f) + m_{t-1} - m_t} \\
        C_t &= f\, C_{t-1} + i\, v k^\top &\quad n_t &= f\, n_{t-1} + i\, k &\quad h_t &= \sigma(\tilde o) \odot C_t q / \max(|n_t^\top q|,\ e^{-m_t})
        \end{aligned}
        $$

        Beck et al. 2024, [arXiv:2405.04517](https://arxiv.org/abs/2405.04517). Everything but the three states is computed for all steps at once.
        """;

    protected override MatrixLstm Make() => new(3, Heads, Width, dtype: ScalarType.Float64);

    protected override void Fill(SlotValues values)
    {
        values.Sequence("x", 3);
        values.State("memory", Heads, Width, Width);
        values.State("n", Heads, Width);
        values.State("m", Heads);
    }

    protected override Tensor[] Loop(MatrixLstm net, SlotValues values)
    {
        var (x, memory, n, m, y) = (values["x"], values["memory"], values["n"], values["m"], new List<Tensor>());
        for (var t = 0; t < values.Steps; t++)
        {
            var now = x.select(1, t);
            Tensor Split(nn.Module<Tensor, Tensor> layer) => layer.call(now).view(-1, Heads, Width);
            var (q, k, v) = (Split(net.query), Split(net.key) / Math.Sqrt(Width), Split(net.value));
            var (input, forget) = (net.inputGate.call(now), net.forgetGate.call(now).sigmoid().log() + m);
            m = where(input > forget, input, forget);
            var (i, f) = ((input - m).exp().view(-1, Heads, 1), (forget - m).exp().view(-1, Heads, 1));
            memory = f.unsqueeze(3) * memory + (i * v).unsqueeze(3) * k.unsqueeze(2);
            n = f * n + i * k;
            var (similarity, least) = ((n * q).sum(dim: 2).abs(), (-m).exp());
            var read = memory.matmul(q.unsqueeze(3)).squeeze(3) / where(similarity > least, similarity, least).unsqueeze(2);
            y.Add(net.outputGate.call(now).sigmoid() * read.flatten(1));
        }

        return [SlotValues.Stack(y), memory, n, m];
    }

    public override IEnumerable<Oracle> Oracles(Executor executor)
    {
        using var net = Make(executor);
        var x = Leaf(2, 9, 3);
        yield return new("the parallel form, values and gradients", WithGradients([Parallel(net, x)], x), WithGradients([net.forward(x).Y], x));
    }

    /// <summary>All steps at once: attention whose scores are the products of queries and keys, weighted by the gates between the two.</summary>
    static Tensor Parallel(MatrixLstm net, Tensor x)
    {
        Tensor Split(nn.Module<Tensor, Tensor> layer) => layer.call(x).unflatten(2, Heads, Width).transpose(1, 2);
        var (q, k, v) = (Split(net.query), Split(net.key) / Math.Sqrt(Width), Split(net.value));
        var forget = nn.functional.logsigmoid(net.forgetGate.call(x)).transpose(1, 2).cumsum(2);
        var logs = forget.unsqueeze(3) - forget.unsqueeze(2) + net.inputGate.call(x).transpose(1, 2).unsqueeze(2);
        var past = ones(x.shape[1], x.shape[1], dtype: ScalarType.Bool).tril();
        var scores = q.matmul(k.mT) * logs.masked_fill(~past, double.NegativeInfinity).exp();
        var read = scores.matmul(v) / scores.sum(3, keepdim: true).abs().clamp_min(1);
        return net.outputGate.call(x).sigmoid() * read.transpose(1, 2).flatten(2);
    }
}
