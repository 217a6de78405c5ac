using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>sLSTM: exponential gates, a normalizer, and a stabilizer that keeps both finite: Beck et al. 2024, arXiv:2405.04517.</summary>
[RecurrentContainer]
public sealed partial class ScalarLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden), c = Vector(hidden), n = Vector(hidden), m = Vector(hidden) })
        .Modules(() => new { input = Linear(features, 4 * hidden), recurrent = Linear(hidden, 4 * hidden, hasBias: false) })
        .Step(static (seq, state, net) =>
        {
            var gates = (net.input.call(seq.x) + net.recurrent.call(state.h)).chunk(4, 1);
            var (z, o) = (tanh(gates[0]), sigmoid(gates[3]));
            var (logInput, logForget) = (gates[1], functional.logsigmoid(gates[2]) + state.m);
            var m = maximum(logInput, logForget);
            var (i, f) = (exp(logInput - m), exp(logForget - m));
            var c = f * state.c + i * z;
            var n = f * state.n + i;
            var h = o * c / n;
            return Yield(sequence: new { y = h }, next: new { h, c, n, m });
        });
}
