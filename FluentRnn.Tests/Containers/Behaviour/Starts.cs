using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Initial states of every kind: computed from a constant, a parameter, learned, random, zeros.</summary>
[RecurrentContainer]
public sealed partial class Starts
{
    static Recurrence Define(RecurrenceBuilder rnn, int memory, int width) => rnn
        .Constants(new { context = Vector(memory) })
        .States(new { computed = Vector(width), weight = Vector(width), learned = Learned(Vector(width)), drawn = Vector(width), zero = Vector(width), token = Index() })
        .Modules(() => new { bridge = Linear(memory, width), start = Parameter(randn(width)) })
        .Initial(static (con, net) => new { computed = tanh(net.bridge.call(con.context)), weight = net.start, drawn = randn_like(net.bridge.call(con.context)) })
        .Step(static (con, state, net) => Yield(
            sequence: new { sum = state.computed + state.weight + state.learned + state.drawn + state.zero },
            next: new
            {
                computed = state.computed * 0.5,
                weight = state.weight * 0.5,
                learned = state.learned * 0.5,
                drawn = state.drawn * 0.5,
                zero = state.zero + 1,
                token = state.token + 1,
            }));
}
