using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A selective state space layer (Mamba): a short causal convolution, then a diagonal linear recurrence whose step size, input and output depend on what is
/// seen: Gu and Dao 2023, arXiv:2312.00752.
/// </summary>
[RecurrentContainer]
public sealed partial class SelectiveStateSpace
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int width, int order, int window) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { recent = Matrix(window, width), s = Matrix(width, order) })
        .Modules(() => new
        {
            input = Linear(features, 2 * width, hasBias: false),
            filter = Parameter(randn(window, width)),
            select = Linear(width, width + 2 * order),
            logRate = Parameter(log(arange(1, order + 1, dtype: float32)).repeat(width, 1)),
            skip = Parameter(ones(width)),
            output = Linear(width, features, hasBias: false),
        })
        .Step((seq, state, net) =>
        {
            var branches = net.input.call(seq.x).chunk(2, 1);
            var recent = cat([state.recent[.., 1..], branches[0].unsqueeze(1)], 1);
            var u = functional.silu((recent * net.filter).sum(dim: 1));

            var selected = net.select.call(u).split([width, order, order], 1);
            var dt = functional.softplus(selected[0]).unsqueeze(2);
            var (b, c) = (selected[1].unsqueeze(1), selected[2].unsqueeze(2));
            var s = exp(-dt * exp(net.logRate)) * state.s + dt * u.unsqueeze(2) * b;

            var y = s.matmul(c).squeeze(2) + net.skip * u;
            return Yield(sequence: new { y = net.output.call(y * functional.silu(branches[1])) }, next: new { recent, s });
        });
}
