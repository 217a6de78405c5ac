using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>A GRU for every node of a graph that changes from step to step; its products see the neighbours too: Seo et al. 2016, arXiv:1612.07659.</summary>
[RecurrentContainer]
public sealed partial class GraphGru
{
    static Recurrence Define(RecurrenceBuilder rnn, int nodes, int features, int hidden) => rnn
        .Sequences(new { x = Matrix(nodes, features), adjacency = Matrix(nodes, nodes) })
        .States(new { h = Matrix(nodes, hidden) })
        .Modules(() => new { gates = Linear(features + hidden, 2 * hidden), candidate = Linear(features + hidden, hidden) })
        .Step(static (seq, state, net) =>
        {
            var gates = sigmoid(net.gates.call(seq.adjacency.matmul(cat([seq.x, state.h], 2)))).chunk(2, 2);
            var (reset, update) = (gates[0], gates[1]);
            var candidate = tanh(net.candidate.call(seq.adjacency.matmul(cat([seq.x, reset * state.h], 2))));
            var h = lerp(candidate, state.h, update);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
